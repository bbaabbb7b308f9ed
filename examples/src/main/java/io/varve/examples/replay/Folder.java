package io.varve.examples.replay;

import java.io.IOException;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/** A folder of the generated repository. Mutable; only folders that changed are written again. */
final class Folder {

    /** Git sorts folders as if their names ended with a slash; the generated names are plain enough for that. */
    private final TreeMap<String, Object> children = new TreeMap<>();

    private @Nullable ObjectId written;

    /** A file, symlink or submodule. */
    record Leaf(FileMode mode, ObjectId id) {}

    void put(String path, Leaf leaf) {
        written = null;
        int slash = path.indexOf('/');
        if (slash < 0) {
            children.put(path, leaf);
            return;
        }
        Object child = children.computeIfAbsent(path.substring(0, slash + 1), ignored -> new Folder());
        ((Folder) child).put(path.substring(slash + 1), leaf);
    }

    void remove(String path) {
        written = null;
        int slash = path.indexOf('/');
        if (slash < 0) {
            children.remove(path);
            return;
        }
        String name = path.substring(0, slash + 1);
        if (children.get(name) instanceof Folder folder) {
            folder.remove(path.substring(slash + 1));
            if (folder.children.isEmpty()) {
                children.remove(name);
            }
        }
    }

    ObjectId write(ObjectInserter inserter) throws IOException {
        ObjectId known = written;
        if (known != null) {
            return known;
        }
        TreeFormatter formatter = new TreeFormatter();
        for (var child : children.entrySet()) {
            String name = child.getKey();
            if (child.getValue() instanceof Folder folder) {
                formatter.append(name.substring(0, name.length() - 1), FileMode.TREE, folder.write(inserter));
            } else if (child.getValue() instanceof Leaf leaf) {
                formatter.append(name, leaf.mode(), leaf.id());
            }
        }
        ObjectId id = inserter.insert(formatter);
        written = id;
        return id;
    }
}
