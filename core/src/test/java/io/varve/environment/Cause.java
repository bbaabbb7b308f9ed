package io.varve.environment;

import io.varve.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What makes an open store fail, and ends again. */
enum Cause {
    DISK_FULL {
        @Override
        void begin(Path volume, Path store) throws IOException {
            byte[] block = new byte[64 << 10];
            try (OutputStream out = Files.newOutputStream(volume.resolve("ballast"))) {
                while (Files.getFileStore(volume).getUsableSpace() > ROOM) {
                    out.write(block);
                }
            }
        }

        @Override
        void end(Path volume, Path store) throws IOException {
            Files.delete(volume.resolve("ballast"));
        }
    },

    FILE_TOO_LARGE {
        @Override
        void begin(Path volume, Path store) throws IOException {
            limitFileSize(Long.toString(FILE_BYTES));
        }

        @Override
        void end(Path volume, Path store) throws IOException {
            limitFileSize("unlimited");
        }
    },

    FOLDER_MOVED {
        @Override
        void begin(Path volume, Path store) throws IOException {
            Files.move(store, store.resolveSibling("elsewhere"));
        }

        @Override
        void end(Path volume, Path store) throws IOException {
            Files.move(store.resolveSibling("elsewhere"), store);
        }
    },

    NO_HANDLES {
        @Override
        void begin(Path volume, Path store) throws IOException {
            while (true) {
                try {
                    HANDLES.add(Files.newInputStream(Path.of("/dev/null")));
                } catch (IOException e) {
                    return; // None is left.
                }
            }
        }

        @Override
        void end(Path volume, Path store) throws IOException {
            for (InputStream handle : HANDLES) {
                handle.close();
            }
            HANDLES.clear();
        }
    };

    /** What a full disk has left, so that it fills up while the application writes. */
    private static final long ROOM = 1 << 20;

    static final long FILE_BYTES = 60_000;

    private static final List<InputStream> HANDLES = new ArrayList<>();

    /** Whether it needs a volume of its own. */
    boolean needsVolume() {
        return this == DISK_FULL;
    }

    /** H2 needs no more handles once it is open. */
    boolean concerns(Backend backend) {
        return this != NO_HANDLES || backend != Backend.H2;
    }

    abstract void begin(Path volume, Path store) throws IOException;

    abstract void end(Path volume, Path store) throws IOException;

    private static void limitFileSize(String limit) throws IOException {
        Shell.run("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=" + limit + ":unlimited");
    }
}
