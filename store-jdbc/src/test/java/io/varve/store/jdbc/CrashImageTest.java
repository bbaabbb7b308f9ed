package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of the file taken while the database is open: what a killed process leaves behind. */
class CrashImageTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final int COMMITS = 150;

    @TempDir
    Path folder;

    /** H2 reuses space at once here, as it does after a while in the settings of a URL: writes go into holes. */
    @ParameterizedTest
    @ValueSource(strings = {"", ";CIPHER=AES"})
    void a_copy_of_the_file_after_any_commit_opens_with_that_commit(String cipher) throws IOException {
        long seed = new Random().nextLong();
        System.out.println("CrashImageTest seed " + seed);
        Random random = new Random(seed);
        String password = cipher.isEmpty() ? "" : "file user";
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.resolve("history") + cipher + ";RETENTION_TIME=0;PAGE_SIZE=4096",
                "sa",
                password);
        int lossyWithoutRepair = 0;
        try (SnapshotStore store = JdbcSnapshotStore.open(pool)) {
            ArrayDeque<PageId> live = new ArrayDeque<>();
            byte[] head = null;
            for (int i = 0; i < COMMITS; i++) {
                head = commit(store, random, live, head, i);
                if (i % 3 == 0) {
                    lossyWithoutRepair += copy("without").readRefOverDataSource(cipher, password, head) ? 0 : 1;
                    try (SnapshotStore copied = SnapshotStores.open(
                            "jdbc:h2:file:" + copy("repaired").database + cipher + ";PASSWORD=" + password)) {
                        assertThat(copied.readRef(ACME, "head")).contains(head);
                        assertThat(copied.getPages(ACME, live)).hasSize(live.size());
                    }
                }
            }
        } finally {
            pool.dispose();
        }
        System.out.println("H2 alone opens " + lossyWithoutRepair + " of 50 images without their last commit");
    }

    private static byte[] commit(SnapshotStore store, Random random, ArrayDeque<PageId> live, byte[] head, int number) {
        List<Page> pages = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] bytes = new byte[random.nextInt(6_000)];
            random.nextBytes(bytes);
            pages.add(new Page(new PageId(random.nextLong(), random.nextLong()), bytes));
            live.add(pages.get(pages.size() - 1).id());
        }
        byte[] next = ByteBuffer.allocate(4).putInt(number).array();
        assertThat(store.commit(ACME, 0, pages, List.of(new RefUpdate("head", head, next)))
                        .isApplied())
                .isTrue();
        if (live.size() > 60) {
            List<PageId> old = new ArrayList<>();
            while (live.size() > 30) {
                old.add(live.poll());
            }
            assertThat(store.deletePages(ACME, RefUpdate.check("absent", null), old, 1))
                    .isEqualTo(old.size());
        }
        return next;
    }

    private Image copy(String name) throws IOException {
        Path copy = folder.resolve(name + ".mv.db");
        Files.copy(folder.resolve("history.mv.db"), copy, StandardCopyOption.REPLACE_EXISTING);
        return new Image(folder.resolve(name));
    }

    private record Image(Path database) {
        boolean readRefOverDataSource(String cipher, String password, byte[] head) {
            JdbcDataSource unrepaired = new JdbcDataSource();
            unrepaired.setURL("jdbc:h2:file:" + database + cipher);
            unrepaired.setUser("sa");
            unrepaired.setPassword(password);
            try (SnapshotStore store = JdbcSnapshotStore.open(unrepaired)) {
                Optional<byte[]> found = store.readRef(ACME, "head");
                return found.isPresent() && Arrays.equals(found.get(), head);
            }
        }
    }

    @Test
    void a_file_that_was_closed_is_not_touched() throws IOException {
        SnapshotStores.open("jdbc:h2:file:" + folder.resolve("history")).close();
        Path file = folder.resolve("history.mv.db");
        byte[] before = Files.readAllBytes(file);
        H2CrashRepair.repair(file, null);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_file_of_something_else_is_not_touched() throws IOException {
        Path file = folder.resolve("history.mv.db");
        for (String content : List.of("", "chunk:1", "H:2,block:2\n", "x".repeat(20_000))) {
            Files.writeString(file, content);
            H2CrashRepair.repair(file, null);
            assertThat(Files.readString(file)).isEqualTo(content);
        }
        H2CrashRepair.repair(folder.resolve("missing.mv.db"), null);
        assertThat(folder.resolve("missing.mv.db")).doesNotExist();
    }
}
