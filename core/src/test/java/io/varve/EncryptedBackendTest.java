package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.EncryptionException.Reason;
import io.varve.spi.SnapshotStore;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Managers that encrypt, and what they leave in the store. */
abstract class EncryptedBackendTest extends BackendTest {

    static final Map<String, String> SECRETS = Map.of(
            "note", "Zanzibar-note",
            "key", "Quixotic-key",
            "snapshot", "Wolfsbane-snapshot",
            "description", "Marzipan-description",
            "tag", "Xylophone-tag",
            "user", "Yggdrasil-user",
            "metadata", "Juxtapose-metadata",
            "reason", "Kaleidoscope-reason",
            "hold", "Obsidian-hold",
            "reason of the hold", "Palimpsest-case");

    final TestKeys keys = new TestKeys();

    final StateManager<Ledger> openEncrypted() {
        return open(builder -> builder.encryption(keys));
    }

    final StateManager<Ledger> reopenEncrypted() {
        return reopen(builder -> builder.encryption(keys));
    }

    final RawStore raw(String tenant) {
        closeAll();
        try (SnapshotStore store = store()) {
            return RawStore.of(store, tenant);
        }
    }

    static Ledger large(Ledger state) {
        return new Ledger(
                state.count() + 1,
                "large",
                state.entries()
                        .putAll(Iterator.range(0, 3_000)
                                .map(i -> Tuple.of("key " + i, new Ledger.Entry("text " + i, i)))));
    }

    static void fill(Tenant<Ledger> tenant) {
        tenant.apply(
                TransitionContext.by(SECRETS.get("user")).because(SECRETS.get("reason")),
                state -> state.noted(SECRETS.get("note")).with(SECRETS.get("key"), 1));
        tenant.snapshot(SnapshotRequest.named(SECRETS.get("snapshot"))
                .by(SECRETS.get("user"))
                .describedAs(SECRETS.get("description"))
                .tagged(SECRETS.get("tag"))
                .with("place", SECRETS.get("metadata")));
        tenant.hold(
                SnapshotRef.named(SECRETS.get("snapshot")),
                HoldRequest.named(SECRETS.get("hold"))
                        .by(SECRETS.get("user"))
                        .because(SECRETS.get("reason of the hold")));
    }

    static Consumer<Throwable> because(Reason reason) {
        return e -> assertThat(((EncryptionException) e).reason()).isEqualTo(reason);
    }

    final void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(EncryptionException.class)
                .hasMessageContaining("acme")
                .satisfies(because(reason));
    }

    static void assertSame(RawStore expected, RawStore found) {
        assertThat(found.pages().keySet()).isEqualTo(expected.pages().keySet());
        assertThat(found.refs()).containsExactlyEntriesOf(expected.refs());
    }

    /** Has one answer to all questions. */
    record FixedKeys(Option<EncryptionKey> answer) implements KeyProvider {
        @Override
        public Option<EncryptionKey> currentKey(String tenant) {
            return answer;
        }

        @Override
        public Option<EncryptionKey> key(String tenant, String id) {
            return answer;
        }
    }

    /** How a text may be written; Kryo marks the last character. */
    static List<byte[]> spellings(String text) {
        return List.of(
                text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_16BE),
                text.getBytes(StandardCharsets.UTF_16LE));
    }
}
