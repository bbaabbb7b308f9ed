package io.varve.examples.replay;

import io.varve.collection.PersistentMap;
import io.vavr.control.Option;

/**
 * The state that is kept: all files of a commit, and which commit that is. Each commit is one transition.
 *
 * @param files what each path holds
 * @param head the commit, none before the first one
 */
record Tree(PersistentMap<String, Blob> files, Option<Commit> head) {

    static Tree empty() {
        return new Tree(PersistentMap.empty(), Option.none());
    }

    /** The state after a commit. Cost: O(changes), whatever the number of files. */
    Tree after(Commit commit, Changes changes) {
        return new Tree(files.removeAll(changes.removed()).putAll(changes.written()), Option.some(commit));
    }

    /** The number of the commit this stands at, 0 before the first one. */
    int number() {
        return head.map(Commit::number).getOrElse(0);
    }
}
