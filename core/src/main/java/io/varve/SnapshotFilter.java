package io.varve;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Selects snapshots by what is known of them: those that meet all conditions that were set. Immutable: each method
 * returns a new filter.
 *
 * <pre>{@code
 * tenant.snapshots(SnapshotFilter.all().tagged("release").by("admin").namedLike("v1.*"))
 * }</pre>
 *
 * @param kinds the kinds that are selected; empty for all
 * @param namePattern what the name has to look like: {@code *} stands for any text, {@code ?} for one character, all else
 *     for itself
 * @param createdBy who asked for it
 * @param tags tags, all of which it has
 * @param metadata entries, all of which it has
 * @param from the earliest time at which it was taken
 * @param until the time before which it was taken
 */
public record SnapshotFilter(
        Set<SnapshotKind> kinds,
        Option<String> namePattern,
        Option<String> createdBy,
        Set<String> tags,
        Map<String, String> metadata,
        Option<Instant> from,
        Option<Instant> until)
        implements Predicate<SnapshotInfo> {

    /** Checks that nothing is null. */
    public SnapshotFilter {
        Objects.requireNonNull(kinds, "kinds");
        Objects.requireNonNull(namePattern, "namePattern");
        Objects.requireNonNull(createdBy, "createdBy");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
    }

    /**
     * Selects every snapshot.
     *
     * @return the filter
     */
    public static SnapshotFilter all() {
        return new SnapshotFilter(
                LinkedHashSet.empty(),
                Option.none(),
                Option.none(),
                LinkedHashSet.empty(),
                LinkedHashMap.empty(),
                Option.none(),
                Option.none());
    }

    /**
     * Selects by kind.
     *
     * @param anyOf the kinds; one of them has to be the snapshot's
     * @return a new filter, in which these replace the kinds of this one
     */
    public SnapshotFilter ofKind(SnapshotKind... anyOf) {
        for (SnapshotKind kind : Objects.requireNonNull(anyOf, "anyOf")) {
            Objects.requireNonNull(kind, "anyOf: a kind");
        }
        return new SnapshotFilter(LinkedHashSet.of(anyOf), namePattern, createdBy, tags, metadata, from, until);
    }

    /**
     * Selects by name. A snapshot without a name is not selected.
     *
     * @param pattern {@code *} stands for any text, {@code ?} for one character, all else for itself
     * @return a new filter
     */
    public SnapshotFilter namedLike(String pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return new SnapshotFilter(kinds, Option.some(pattern), createdBy, tags, metadata, from, until);
    }

    /**
     * Selects by who asked for it.
     *
     * @param creator as given to {@link SnapshotRequest#by}
     * @return a new filter
     */
    public SnapshotFilter by(String creator) {
        Objects.requireNonNull(creator, "creator");
        return new SnapshotFilter(kinds, namePattern, Option.some(creator), tags, metadata, from, until);
    }

    /**
     * Selects by tags.
     *
     * @param allOf the tags, all of which the snapshot has, beside those that this filter asks for already
     * @return a new filter
     */
    public SnapshotFilter tagged(String... allOf) {
        for (String tag : Objects.requireNonNull(allOf, "allOf")) {
            Objects.requireNonNull(tag, "allOf: a tag");
        }
        Set<String> more = tags.addAll(LinkedHashSet.of(allOf));
        return new SnapshotFilter(kinds, namePattern, createdBy, more, metadata, from, until);
    }

    /**
     * Selects by an entry of the metadata.
     *
     * @param key its key
     * @param value its value
     * @return a new filter
     */
    public SnapshotFilter with(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new SnapshotFilter(kinds, namePattern, createdBy, tags, metadata.put(key, value), from, until);
    }

    /**
     * Selects what was taken at an instant or later.
     *
     * @param earliest the instant
     * @return a new filter
     */
    public SnapshotFilter from(Instant earliest) {
        Objects.requireNonNull(earliest, "earliest");
        return new SnapshotFilter(kinds, namePattern, createdBy, tags, metadata, Option.some(earliest), until);
    }

    /**
     * Selects what was taken before an instant.
     *
     * @param end the instant, which does not belong to what is selected
     * @return a new filter
     */
    public SnapshotFilter until(Instant end) {
        Objects.requireNonNull(end, "end");
        return new SnapshotFilter(kinds, namePattern, createdBy, tags, metadata, from, Option.some(end));
    }

    /**
     * Whether a snapshot is selected.
     *
     * @param info what is known of the snapshot
     * @return whether it meets all conditions
     */
    @Override
    public boolean test(SnapshotInfo info) {
        return (kinds.isEmpty() || kinds.contains(info.kind()))
                && namePattern.forAll(pattern -> info.name().exists(name -> matches(pattern, name)))
                && createdBy.forAll(creator -> info.createdBy().contains(creator))
                && info.tags().containsAll(tags)
                && metadata.forAll(entry -> info.metadata().get(entry._1()).contains(entry._2()))
                && from.forAll(earliest -> !info.createdAt().isBefore(earliest))
                && until.forAll(end -> info.createdAt().isBefore(end));
    }

    /** On a mismatch only the last star can usefully take one character more, so this needs no recursion. */
    private static boolean matches(String pattern, String text) {
        int star = -1;
        int taken = 0;
        int p = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
