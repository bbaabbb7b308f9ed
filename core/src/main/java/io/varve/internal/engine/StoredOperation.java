package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.vavr.collection.List;
import io.vavr.control.Option;

/** A {@link LoggedOperation} as it is stored. */
record StoredOperation(
        OperationFacts facts, Option<HeadRecord> before, Option<HeadRecord> after, Option<SnapshotRecord> removed) {

    /** The pages that it leads to. */
    List<PageLink> roots() {
        return List.ofAll(before)
                .appendAll(after)
                .flatMap(HeadRecord::roots)
                .appendAll(removed.toList().flatMap(SnapshotRecord::roots));
    }
}
