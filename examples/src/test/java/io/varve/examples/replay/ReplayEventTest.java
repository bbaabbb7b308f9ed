package io.varve.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayEventTest {

    private static final List<ReplayEvent> ALL = List.of(
            new ReplayEvent.StartsAfter(0),
            new ReplayEvent.Applied(17),
            new ReplayEvent.Acknowledged(17, "01J-abc"),
            new ReplayEvent.Done(),
            new ReplayEvent.Failed("it did not work"));

    @Test
    void an_event_is_read_back_from_its_line() {
        assertThat(ALL)
                .allSatisfy(event -> assertThat(ReplayEvent.parse(event.line())).contains(event));
    }

    @Test
    void a_line_that_was_cut_off_is_no_event() {
        assertThat(ALL).allSatisfy(event -> {
            for (int length = 0; length < event.line().length(); length++) {
                assertThat(ReplayEvent.parse(event.line().substring(0, length))).isEmpty();
            }
        });
    }

    @Test
    void a_message_of_several_lines_stays_on_one() {
        assertThat(ReplayEvent.parse(new ReplayEvent.Failed("one\n\ttwo").line()))
                .contains(new ReplayEvent.Failed("one two"));
    }
}
