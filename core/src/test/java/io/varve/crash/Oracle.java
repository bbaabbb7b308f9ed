package io.varve.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.Durability;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Set;
import org.jspecify.annotations.Nullable;

/** Knows what one tenant may look like after a kill, by what the child has said of its calls and whether they returned. */
final class Oracle {

    private final String tenant;
    private final Durability mode;

    /** What was the case after each call since the store was last sure to have everything, the last first. */
    private List<TenantModel> since = List.of(TenantModel.ABSENT);

    private @Nullable Step underWay;
    private String last = "nothing";
    private long acknowledged;
    private long snapshotsAcknowledged;

    Oracle(String tenant, Durability mode) {
        this.tenant = tenant;
        this.mode = mode;
    }

    String tenant() {
        return tenant;
    }

    /** Somebody looked, after a kill. */
    void found(TenantModel model, String when) {
        assertThat(expected())
                .as("what may be there of tenant '" + tenant + "', after " + last + "; " + when)
                .contains(model);
        knows(model);
    }

    /** The parent itself has changed the tenant. */
    void knows(TenantModel model) {
        since = List.of(model);
        underWay = null;
    }

    void begins(Step step) {
        underWay = step;
        last = step + " cut off, before which it had " + since.head();
    }

    /**
     * A call has returned.
     *
     * @param head the number of the head afterwards
     * @param snapshots how many there are
     */
    void returns(long head, int snapshots, String when) {
        Step step = underWay;
        if (step == null) {
            throw new AssertionError("a call returned that was not announced; " + when);
        }
        List<TenantModel> after = since.head().after(step, mode);
        List<TenantModel> possible =
                after.filter(model -> model.head() == head && model.snapshots().size() == snapshots);
        assertThat(possible)
                .as("results of " + step + " with head " + head + " and " + snapshots + " snapshots, of " + after + "; "
                        + when)
                .hasSize(1);
        snapshotsAcknowledged +=
                Math.max(0, snapshots - since.head().snapshots().size());
        acknowledged++;
        boolean isSure = mode != Durability.ASYNC || step.waitsForTheStore();
        since = isSure ? possible : since.prependAll(since.head().within(step)).prependAll(possible);
        underWay = null;
        last = step + " acknowledged, after which it had " + possible.head();
    }

    /** What may be found after a kill now. */
    private Set<TenantModel> expected() {
        Step cutOff = underWay;
        Set<TenantModel> expected = LinkedHashSet.ofAll(since.map(TenantModel::afterKill));
        return cutOff == null ? expected : expected.addAll(since.head().cutOff(cutOff, mode));
    }

    long acknowledged() {
        return acknowledged;
    }

    long snapshotsAcknowledged() {
        return snapshotsAcknowledged;
    }
}
