package io.varve.internal.engine;

import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Optional;

/**
 * The value of the ref {@link RefNames#TIMELINES}: all timelines beside the main one. One ref, so that names are unique, and
 * because they are few.
 *
 * @param nextNumber the number of the next timeline
 * @param all in the order of their creation
 * @param unclear the numbers of those that were deleted and may have left something
 */
record TimelinesRecord(long nextNumber, Vector<TimelineRecord> all, Vector<Long> unclear) {

    static final TimelinesRecord NONE = new TimelinesRecord(1, Vector.empty(), Vector.empty());

    Option<TimelineRecord> named(String name) {
        return all.find(timeline -> timeline.name().equals(name));
    }

    Option<TimelineRecord> numbered(long number) {
        return all.find(timeline -> timeline.number() == number);
    }

    TimelinesRecord with(TimelineRecord added) {
        return new TimelinesRecord(Math.max(nextNumber, added.number() + 1), all.append(added), unclear);
    }

    TimelinesRecord renamed(TimelineRecord timeline, String name) {
        return new TimelinesRecord(nextNumber, all.replace(timeline, timeline.named(name)), unclear);
    }

    TimelinesRecord without(TimelineRecord gone) {
        return new TimelinesRecord(nextNumber, all.remove(gone), unclear.append(gone.number()));
    }

    TimelinesRecord cleared(long number) {
        return new TimelinesRecord(nextNumber, all, unclear.remove(number));
    }

    byte[] encode() {
        return RefFormat.encode(out -> {
            out.writeLong(nextNumber);
            out.writeShort(all.size());
            for (TimelineRecord timeline : all) {
                timeline.write(out);
            }
            out.writeShort(unclear.size());
            for (long number : unclear) {
                out.writeLong(number);
            }
        });
    }

    /** Decodes the value of the ref, which is not there before the first timeline is made. */
    static TimelinesRecord decode(Optional<byte[]> value) {
        return value.map(bytes -> RefFormat.decode(RefNames.TIMELINES, bytes, in -> {
                    long next = in.readLong();
                    Vector<TimelineRecord> all = Vector.empty();
                    for (int left = in.readUnsignedShort(); left > 0; left--) {
                        all = all.append(TimelineRecord.read(in));
                    }
                    Vector<Long> unclear = Vector.empty();
                    for (int left = in.readUnsignedShort(); left > 0; left--) {
                        unclear = unclear.append(in.readLong());
                    }
                    return new TimelinesRecord(next, all, unclear);
                }))
                .orElse(NONE);
    }
}
