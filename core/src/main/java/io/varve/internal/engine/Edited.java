package io.varve.internal.engine;

import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * A snapshot of which something else is said from now on: it loses its name to another, or is held by others.
 *
 * @param before the snapshot as it is
 * @param after the same snapshot as it is to be
 */
record Edited<S>(Entry<S> before, Entry<S> after) {

    static <S> Edited<S> losingItsName(Entry<S> named) {
        SnapshotInfo info = named.info();
        return new Edited<>(
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
                                info.parents(),
                                info.holds()),
                        named.cell(),
                        named.ancestry()));
    }

    static <S> Edited<S> withHolds(Entry<S> entry, Seq<SnapshotHold> holds) {
        return new Edited<>(
                entry, new Entry<>(entry.info().withHolds(holds), entry.cell(), entry.weight(), entry.ancestry()));
    }

    boolean losesItsName() {
        return !before.info().name().equals(after.info().name());
    }
}
