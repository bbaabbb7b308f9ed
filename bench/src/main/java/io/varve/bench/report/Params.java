package io.varve.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the parameters of one benchmark's results are for: one says whose the result is, one may be a size to draw along,
 * the others tell cases apart.
 */
final class Params {

    /** Whose result it is, by the parameter of the first of these names that there is. */
    private static final List<String> SUBJECTS = List.of("subject", "backend", "peer", "store");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");

    private final Map<String, Set<String>> values;
    private final Optional<String> subject;

    private Params(Map<String, Set<String>> values) {
        this.values = values;
        this.subject = SUBJECTS.stream().filter(values::containsKey).findFirst();
    }

    static Params of(List<Result> results) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (Result result : results) {
            result.params()
                    .forEach((name, value) -> values.computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(value));
        }
        return new Params(values);
    }

    /** Whose a result is. */
    String subjectOf(Result result) {
        return subject.map(name -> result.params().getOrDefault(name, "–")).orElse("all");
    }

    /** The size to draw along: the parameter, of those that are numbers and vary, that has the most values. */
    Optional<String> size() {
        return varying().stream()
                .filter(name -> valuesOf(name).stream()
                        .allMatch(value -> WHOLE_NUMBER.matcher(value).matches() && Long.parseLong(value) > 0))
                .max((one, other) ->
                        Integer.compare(valuesOf(one).size(), valuesOf(other).size()));
    }

    private Set<String> valuesOf(String name) {
        return values.getOrDefault(name, Set.of());
    }

    /** Tells a result from others of its subject. */
    String caseOf(Result result) {
        return text(result, varying());
    }

    /** The same, without the size. */
    String caseWithoutSize(Result result) {
        List<String> names = new ArrayList<>(varying());
        size().ifPresent(names::remove);
        return text(result, names);
    }

    /** The parameters that every result has alike. */
    String common() {
        List<String> words = new ArrayList<>();
        values.forEach((name, each) -> {
            if (each.size() == 1 && !isSubject(name)) {
                words.add(name + " " + readable(each.iterator().next()));
            }
        });
        return String.join(", ", words);
    }

    private List<String> varying() {
        List<String> names = new ArrayList<>();
        values.forEach((name, each) -> {
            if (each.size() > 1 && !isSubject(name)) {
                names.add(name);
            }
        });
        return names;
    }

    private boolean isSubject(String name) {
        return subject.isPresent() && subject.get().equals(name);
    }

    private static String text(Result result, List<String> names) {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            String value = readable(result.params().getOrDefault(name, "–"));
            words.add(WHOLE_NUMBER.matcher(value.replace(",", "")).matches() ? name + " " + value : value);
        }
        return String.join(", ", words);
    }

    private static String readable(String value) {
        return WHOLE_NUMBER.matcher(value).matches() ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value;
    }
}
