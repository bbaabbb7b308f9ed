package io.varve.examples.replay;

import java.time.Instant;

/**
 * What a path holds in a commit.
 *
 * @param mode git's mode bits, such as 0100644 (file), 0100755 (executable), 0120000 (symlink), 0160000 (submodule)
 * @param id the id of the blob, or of the commit that a submodule stands at, in hexadecimal
 * @param size the length of the blob in bytes, 0 for a submodule
 * @param author who wrote the last commit on the line that touched the path
 * @param time when that was
 */
record Blob(int mode, String id, long size, String author, Instant time) {

    @Override
    public String toString() {
        return "%06o %s %,d bytes, by %s at %s".formatted(mode, id, size, author, time);
    }
}
