package io.varve;

import io.varve.internal.text.TextLimits;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Locale;
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
 * @param anyTags tags, one of which it has at least; empty for no such condition
 * @param noTags tags, none of which it has
 * @param description a text that is a part of its description, be it in upper or lower case
 * @param parent the id of a snapshot that its state was made from
 */
public record SnapshotFilter(
        Set<SnapshotKind> kinds,
        Option<String> namePattern,
        Option<String> createdBy,
        Set<String> tags,
        Map<String, String> metadata,
        Option<Instant> from,
        Option<Instant> until,
        Set<String> anyTags,
        Set<String> noTags,
        Option<String> description,
        Option<String> parent)
        implements Predicate<SnapshotInfo> {

    /**
     * Checks that nothing is null.
     *
     * @throws IllegalArgumentException if the pattern or the text has more than {@value SnapshotRequest#MAX_TEXT_LENGTH}
     *     characters
     */
    public SnapshotFilter {
        Objects.requireNonNull(kinds, "kinds");
        Objects.requireNonNull(namePattern, "namePattern")
                .forEach(pattern -> TextLimits.requireText("a pattern of names", pattern));
        Objects.requireNonNull(createdBy, "createdBy");
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(anyTags, "anyTags");
        Objects.requireNonNull(noTags, "noTags");
        Objects.requireNonNull(description, "description")
                .forEach(text -> TextLimits.requireText("a text within descriptions", text));
        Objects.requireNonNull(parent, "parent");
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
                Option.none(),
                LinkedHashSet.empty(),
                LinkedHashSet.empty(),
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
        return new SnapshotFilter(
                LinkedHashSet.of(anyOf),
                namePattern,
                createdBy,
                tags,
                metadata,
                from,
                until,
                anyTags,
                noTags,
                description,
                parent);
    }

    /**
     * Selects by name. A snapshot without a name is not selected.
     *
     * @param pattern {@code *} stands for any text, {@code ?} for one character, all else for itself
     * @return a new filter
     */
    public SnapshotFilter namedLike(String pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return new SnapshotFilter(
                kinds,
                Option.some(pattern),
                createdBy,
                tags,
                metadata,
                from,
                until,
                anyTags,
                noTags,
                description,
                parent);
    }

    /**
     * Selects by who asked for it.
     *
     * @param creator as given to {@link SnapshotRequest#by}
     * @return a new filter
     */
    public SnapshotFilter by(String creator) {
        Objects.requireNonNull(creator, "creator");
        return new SnapshotFilter(
                kinds,
                namePattern,
                Option.some(creator),
                tags,
                metadata,
                from,
                until,
                anyTags,
                noTags,
                description,
                parent);
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
        return new SnapshotFilter(
                kinds, namePattern, createdBy, more, metadata, from, until, anyTags, noTags, description, parent);
    }

    /**
     * Selects by tags of which one will do.
     *
     * @param anyOf the tags, one of which the snapshot has at least; they replace those that this filter had for that
     * @return a new filter
     */
    public SnapshotFilter taggedAny(String... anyOf) {
        return new SnapshotFilter(
                kinds,
                namePattern,
                createdBy,
                tags,
                metadata,
                from,
                until,
                tagsOf("anyOf", anyOf),
                noTags,
                description,
                parent);
    }

    /**
     * Selects what lacks tags.
     *
     * @param noneOf the tags, none of which the snapshot has, beside those that this filter excludes already
     * @return a new filter
     */
    public SnapshotFilter notTagged(String... noneOf) {
        Set<String> more = noTags.addAll(tagsOf("noneOf", noneOf));
        return new SnapshotFilter(
                kinds, namePattern, createdBy, tags, metadata, from, until, anyTags, more, description, parent);
    }

    private static Set<String> tagsOf(String parameter, String... given) {
        for (String tag : Objects.requireNonNull(given, parameter)) {
            Objects.requireNonNull(tag, parameter + ": a tag");
        }
        return LinkedHashSet.of(given);
    }

    /**
     * Selects by a text within the description, be it in upper or lower case. A snapshot without a description is not
     * selected.
     *
     * @param text the text
     * @return a new filter
     */
    public SnapshotFilter described(String text) {
        Objects.requireNonNull(text, "text");
        return new SnapshotFilter(
                kinds, namePattern, createdBy, tags, metadata, from, until, anyTags, noTags, Option.some(text), parent);
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
        return new SnapshotFilter(
                kinds,
                namePattern,
                createdBy,
                tags,
                metadata.put(key, value),
                from,
                until,
                anyTags,
                noTags,
                description,
                parent);
    }

    /**
     * Selects what was taken at an instant or later.
     *
     * @param earliest the instant
     * @return a new filter
     */
    public SnapshotFilter from(Instant earliest) {
        Objects.requireNonNull(earliest, "earliest");
        return new SnapshotFilter(
                kinds,
                namePattern,
                createdBy,
                tags,
                metadata,
                Option.some(earliest),
                until,
                anyTags,
                noTags,
                description,
                parent);
    }

    /**
     * Selects what was taken before an instant.
     *
     * @param end the instant, which does not belong to what is selected
     * @return a new filter
     */
    public SnapshotFilter until(Instant end) {
        Objects.requireNonNull(end, "end");
        return new SnapshotFilter(
                kinds,
                namePattern,
                createdBy,
                tags,
                metadata,
                from,
                Option.some(end),
                anyTags,
                noTags,
                description,
                parent);
    }

    /**
     * Selects what was made from a snapshot: the one taken after it, as a rule, and one more for each time that somebody went
     * back to it or branched off from it; see {@link SnapshotInfo#parents()}.
     *
     * @param id the id of that snapshot, which need not be there any more
     * @return a new filter
     */
    public SnapshotFilter childOf(String id) {
        Objects.requireNonNull(id, "id");
        return new SnapshotFilter(
                kinds,
                namePattern,
                createdBy,
                tags,
                metadata,
                from,
                until,
                anyTags,
                noTags,
                description,
                Option.some(id));
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
                && (anyTags.isEmpty() || anyTags.exists(info.tags()::contains))
                && (noTags.isEmpty() || !noTags.exists(info.tags()::contains))
                && description.forAll(text -> info.description().exists(whole -> isWithin(text, whole)))
                && metadata.forAll(entry -> info.metadata().get(entry._1()).contains(entry._2()))
                && from.forAll(earliest -> !info.createdAt().isBefore(earliest))
                && until.forAll(end -> info.createdAt().isBefore(end))
                && parent.forAll(id -> info.parents().contains(id));
    }

    private static boolean isWithin(String text, String whole) {
        for (int start = 0; start <= whole.length() - text.length(); start++) {
            if (whole.regionMatches(true, start, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }

    /** The conditions, as reports tell of them: {@code tagged release, by admin}. */
    @Override
    public String toString() {
        String text = Vector.of(
                        list("of kind ", kinds.map(kind -> kind.name().toLowerCase(Locale.ROOT)), " or "),
                        namePattern.map(pattern -> "named like " + pattern).getOrElse(""),
                        createdBy.map(creator -> "by " + creator).getOrElse(""),
                        list("tagged ", tags, " and "),
                        list("tagged ", anyTags, " or "),
                        list("not tagged ", noTags, " or "),
                        description.map(part -> "described with '" + part + "'").getOrElse(""),
                        list("with ", metadata.map(entry -> entry._1() + " " + entry._2()), " and "),
                        from.map(time -> "from " + time).getOrElse(""),
                        until.map(time -> "until " + time).getOrElse(""),
                        parent.map(id -> "made from " + id).getOrElse(""))
                .reject(String::isEmpty)
                .mkString(", ");
        return text.isEmpty() ? "all" : text;
    }

    private static String list(String before, Traversable<String> texts, String between) {
        return texts.isEmpty() ? "" : texts.mkString(before, between, "");
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
