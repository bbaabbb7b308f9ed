package io.varve.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that a disk, or a hand, has damaged after a kill: an application either finds everything that was acknowledged, or
 * reads what is lost. It never finds another state without a word.
 */
class DamagedFilesTest {

    /** About as much as a change of {@link #tables} writes. */
    private static final int PAGE = 20_000;

    private static final String LOG = "\\d+\\.log";
    private static final Map<String, String> SALVAGE = Map.of("recovery", "point-in-time");

    @TempDir
    static Path folder;

    /** All in one log. */
    private static CrashImage small;

    /** In several logs, since the memory for writes is small. */
    private static CrashImage large;

    /** In tables. */
    private static CrashImage tables;

    private static CrashImage h2;

    @BeforeAll
    static void makeImages() throws IOException {
        small = CrashImage.make(Backend.ROCKSDB, folder.resolve("small"), 5_000, Map.of());
        large = CrashImage.make(Backend.ROCKSDB, folder.resolve("large"), 400_000, Map.of("writeBufferMiB", "2"));
        tables = CrashImage.make(Backend.ROCKSDB, folder.resolve("tables"), PAGE, Map.of())
                .closed();
        h2 = CrashImage.make(Backend.H2, folder.resolve("h2"), 5_000, Map.of());
    }

    private static Path newest(Path at, String pattern) throws IOException {
        List<Path> files = CrashImage.files(at, pattern);
        return files.get(files.size() - 1);
    }

    /** Those with pages: where they belong, and in packs that are of no use any more. */
    private static List<Path> large(Path at) throws IOException {
        List<Path> large = new ArrayList<>();
        for (Path table : CrashImage.files(at, "\\d+\\.sst")) {
            if (Files.size(table) > PAGE) {
                large.add(table);
            }
        }
        return large;
    }

    @Test
    void undamagedFilesOpenWithEverything() throws IOException {
        for (CrashImage image : List.of(small, large, tables, h2)) {
            assertThat(image.after(at -> {}).isWhole()).isTrue();
        }
    }

    @Test
    void aLogThatIsGoneIsRefusedAndSaysSo() throws IOException {
        for (CrashImage image : List.of(small, large)) {
            assertThat(image.after(at -> Files.delete(newest(at, LOG))).refusal())
                    .contains("is damaged")
                    .contains("were acknowledged, and its files end with number")
                    .contains("Put it back");
        }
        assertThat(large.after(at -> Files.delete(CrashImage.files(at, LOG).get(0)))
                        .refusal())
                .contains("is damaged")
                .contains("Missing WAL with log number");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 1_000, 20_000, Long.MAX_VALUE})
    void aLogThatWasCutWithinWhatWasAcknowledgedIsRefusedUntilThatIsGivenUp(long bytes) throws IOException {
        CrashImage.Damage cut =
                at -> CrashImage.truncate(newest(at, LOG), Math.max(0, Files.size(newest(at, LOG)) - bytes));

        assertThat(small.after(cut).refusal())
                .contains("were acknowledged, and its files end with number")
                .contains("recovery=point-in-time");
        CrashImage.Found salvaged = small.after(cut, SALVAGE);
        assertThat(salvaged.isRefused()).isFalse();
        assertThat(salvaged.unreadable()).isEmpty();
        assertThat(salvaged.snapshots())
                .as("a prefix")
                .isEqualTo(CrashImage.Found.first(salvaged.snapshots().size()));
    }

    @Test
    void aLogWithAFlippedByteIsRefusedOrEverythingIsThere() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("DamagedFilesTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            CrashImage.Found found = small.after(at ->
                    CrashImage.flip(newest(at, LOG), (long) (Files.size(newest(at, LOG)) * random.nextDouble())));
            assertThat(found.isWhole() || found.refusal().contains("is damaged"))
                    .as("%s, seed %s", found, seed)
                    .isTrue();
        }
    }

    @Test
    void aTableThatIsGoneIsRefusedAndNamed() throws IOException {
        assertThat(tables.after(at -> Files.delete(newest(at, "\\d+\\.sst"))).refusal())
                .contains("is damaged")
                .contains(".sst");
    }

    @Test
    void aDamagedTableHurtsTheSnapshotsThatTheMessageNamesAndNoOthers() throws IOException {
        int hurting = 0;
        int count = large(tables.data()).size();
        for (int i = 0; i < count; i++) {
            int which = i;
            CrashImage.Found found = tables.after(at -> {
                Path table = large(at).get(which);
                CrashImage.flip(table, Files.size(table) / 2);
            });
            if (!found.isWhole()) {
                assertHurtsOnlyWhatIsNamed(found);
                hurting++;
            }
        }
        assertThat(hurting).as("of %d large tables those with pages", count).isPositive();
    }

    private static void assertHurtsOnlyWhatIsNamed(CrashImage.Found found) {
        assertThat(found.isRefused()).as(found.refusal()).isFalse();
        assertThat(found.unreadable()).hasSize(1);
        assertThat(found.snapshots()).hasSize(CrashImage.CHANGES - 1);
        String hurt = found.unreadable().get(0);
        String name = hurt.substring(0, hurt.indexOf(':'));
        assertThat(hurt).contains("CorruptDataException").contains("snapshots that need it: " + name + ";");
        // Of the last snapshot it may be, which is the head.
        assertThat(found.head())
                .satisfiesAnyOf(
                        head -> assertThat(head).isEqualTo(Integer.toString(CrashImage.CHANGES)),
                        head -> assertThat(head).contains("the head needs it too"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST-\\d+", "CURRENT"})
    void whatRocksDbCannotDoWithoutIsRefusedWhenItIsGoneOrDamaged(String pattern) throws IOException {
        assertThat(large.after(at -> Files.delete(newest(at, pattern))).refusal())
                .contains("is damaged");
        assertThat(large.after(at -> CrashImage.flip(newest(at, pattern), Files.size(newest(at, pattern)) / 2))
                        .refusal())
                .contains("is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS-\\d+", "IDENTITY", "LOCK", "varve.owner", "varve.acknowledged"})
    void whatRocksDbCanDoWithoutIsNotMissed(String pattern) throws IOException {
        assertThat(large.after(at -> Files.delete(newest(at, pattern))).isWhole())
                .isTrue();
        assertThat(large.after(at -> Files.writeString(newest(at, pattern), "nonsense"))
                        .isWhole())
                .isTrue();
    }

    @Test
    void aFileOfH2ThatWasFlippedIsRefusedOrSaysWhatIsHurtOrIsAllThatWasThereOnce() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("DamagedFilesTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10; i++) {
            CrashImage.Found found = h2.after(at -> {
                Path file = newest(at, "h2\\.mv\\.db");
                CrashImage.flip(file, (long) (Files.size(file) * random.nextDouble()));
            });
            // H2 knows of a chunk that is damaged, but not that there was one: it goes back to the one before (decision
            // 15).
            assertThat(found.isWhole()
                            || found.isEarlier()
                            || found.isRefused()
                            || !found.unreadable().isEmpty()
                            || found.head().contains("Exception"))
                    .as("%s, seed %s", found, seed)
                    .isTrue();
        }
    }
}
