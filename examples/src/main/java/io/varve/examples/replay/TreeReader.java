package io.varve.examples.replay;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Reads trees and what differs between two of them. Renames are not looked for. Not thread-safe. */
final class TreeReader implements AutoCloseable {

    private static final int AFTER = 1;

    private final ObjectReader reader;
    private final Map<ObjectId, Long> sizes = new HashMap<>();

    TreeReader(Repository repository) {
        this.reader = repository.newObjectReader();
    }

    /**
     * An entry of git's own tree.
     *
     * @param path the full path
     * @param mode the mode bits
     * @param id what it points at
     * @param size the length of the blob, 0 for a submodule
     */
    record Entry(String path, int mode, String id, long size) {}

    /** Every entry of a tree, in git's order. */
    List<Entry> all(RevTree tree) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.addTree(tree);
            while (walk.next()) {
                ObjectId id = walk.getObjectId(0);
                entries.add(
                        new Entry(walk.getPathString(), walk.getRawMode(0), id.name(), size(walk.getRawMode(0), id)));
            }
        }
        return entries;
    }

    /** What leads from one tree, or from nothing, to another. */
    Changes difference(Option<RevTree> before, RevTree after, String author, Instant time) throws IOException {
        List<String> removed = new ArrayList<>();
        List<Tuple2<String, Blob>> written = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            if (before.isDefined()) {
                walk.addTree(before.get());
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.addTree(after);
            while (walk.next()) {
                int mode = walk.getRawMode(AFTER);
                if (mode == FileMode.TYPE_MISSING) {
                    removed.add(walk.getPathString());
                } else {
                    ObjectId id = walk.getObjectId(AFTER);
                    written.add(
                            Tuple.of(walk.getPathString(), new Blob(mode, id.name(), size(mode, id), author, time)));
                }
            }
        }
        return new Changes(removed, written);
    }

    /** A submodule's commit is in another repository: it has no size here. */
    private long size(int mode, ObjectId id) throws IOException {
        if (FileMode.GITLINK.equals(mode)) {
            return 0;
        }
        Long known = sizes.get(id);
        if (known == null) {
            known = reader.getObjectSize(id, Constants.OBJ_BLOB);
            sizes.put(id, known);
        }
        return known;
    }

    @Override
    public void close() {
        reader.close();
    }
}
