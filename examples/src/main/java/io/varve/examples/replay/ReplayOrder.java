package io.varve.examples.replay;

import java.nio.file.Path;
import java.util.List;

/**
 * What a child process is to do.
 *
 * @param repository where the git repository is
 * @param store the URL of the store. It may hold a password, so it travels on the child's standard input and not on its
 *     command line, which every user of the machine can see
 * @param limit how many commits
 * @param every after how many commits an automatic snapshot is taken
 * @param lead how many commits the child may be ahead of what its parent has read. It keeps a short replay from being over
 *     before its parent can kill it
 */
record ReplayOrder(Path repository, String store, int limit, int every, int lead) {

    /** All but the store. */
    List<String> arguments() {
        return List.of(repository.toString(), Integer.toString(limit), Integer.toString(every), Integer.toString(lead));
    }

    static ReplayOrder of(String[] arguments, String store) {
        return new ReplayOrder(
                Path.of(arguments[0]),
                store,
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]));
    }
}
