package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.vavr.control.Option;

/**
 * A snapshot that loses its name to another.
 *
 * @param before the snapshot as it is
 * @param after the same snapshot without the name
 */
record Renamed<S>(Entry<S> before, Entry<S> after) {

    static <S> Renamed<S> losingItsName(Entry<S> named) {
        SnapshotInfo info = named.info();
        return new Renamed<>(
                named,
                new Entry<>(
                        new SnapshotInfo(
                                info.id(),
                                info.sequence(),
                                Option.none(),
                                SnapshotKind.AUTOMATIC,
                                info.createdAt(),
                                info.createdBy(),
                                info.description(),
                                info.tags(),
                                info.metadata(),
                                info.stateVersion(),
                                info.parents()),
                        named.cell(),
                        named.ancestry()));
    }
}
