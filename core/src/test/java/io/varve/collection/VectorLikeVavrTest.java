package io.varve.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.PartialFunction;
import io.vavr.Tuple;
import io.vavr.collection.IndexedSeq;
import io.vavr.collection.Seq;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation of an {@link IndexedSeq} gives what Vavr's {@link Vector} gives: the same result or exception. */
@SuppressWarnings("UnnecessaryLambda") // The predicates have names because they are used often.
class VectorLikeVavrTest {

    private static final Predicate<Integer> EVEN = n -> n % 2 == 0;
    private static final Predicate<Integer> SMALL = n -> n < 3;
    private static final List<List<Integer>> INPUTS = List.of(
            List.of(),
            List.of(7),
            List.of(2, 4, 1),
            List.of(1, 2, 3, 4, 5, 6, 7, 8),
            List.of(5, 3, 5, 1, 2, 2, 9, 4),
            Vector.range(0, 40).map(n -> n * 7 % 10).asJava());

    @TestFactory
    Stream<DynamicNode> whatVavrDoes() {
        return operations().entrySet().stream()
                .map(operation -> DynamicContainer.dynamicContainer(
                        operation.getKey(),
                        INPUTS.stream()
                                .filter(input ->
                                        input.size() < 9 || !operation.getKey().startsWith("few: "))
                                .map(input -> DynamicTest.dynamicTest(
                                        input.toString(),
                                        () -> compare(operation.getKey(), operation.getValue(), input)))));
    }

    private static void compare(String name, Function<IndexedSeq<Integer>, Object> operation, List<Integer> input) {
        Object expected = outcome(operation, Vector.ofAll(input));
        PersistentVector<Integer> fresh = PersistentVector.ofAll(input);
        assertThat(outcome(operation, fresh)).as(name).isEqualTo(expected);
        PersistentVector<Integer> dropped =
                PersistentVector.of(0, 0, 0).appendAll(input).drop(3);
        assertThat(outcome(operation, dropped)).as(name).isEqualTo(expected);
        assertThat(fresh).as("unchanged").isEqualTo(Vector.ofAll(input));
    }

    private static Object outcome(Function<IndexedSeq<Integer>, Object> operation, IndexedSeq<Integer> input) {
        try {
            Object result = operation.apply(input);
            return result instanceof io.vavr.collection.Iterator<?> iterator ? iterator.toVector() : result;
        } catch (RuntimeException e) {
            return e.getClass();
        }
    }

    @SuppressWarnings("deprecation")
    private static Map<String, Function<IndexedSeq<Integer>, Object>> operations() {
        Map<String, Function<IndexedSeq<Integer>, Object>> all = new LinkedHashMap<>();
        Comparator<Integer> byLastBit = Comparator.comparing(n -> n % 2);
        all.put("append", s -> s.append(5));
        all.put("appendAll", s -> s.appendAll(List.of(5, 6)));
        all.put("appendAll of none", s -> s.appendAll(List.of()));
        all.put("apply", s -> s.apply(1));
        all.put("asJava", Seq::asJava);
        all.put("asJava(action)", s -> s.asJava(list -> assertThat(list).hasSize(s.length())));
        all.put("asJavaMutable", Seq::asJavaMutable);
        all.put("asJavaMutable(action)", s -> s.asJavaMutable(list -> list.add(5)));
        all.put("asPartialFunction", s -> s.asPartialFunction().isDefinedAt(1));
        all.put("arrangeBy", s -> s.arrangeBy(n -> n));
        all.put("average", Traversable::average);
        all.put(
                "collect",
                s -> s.collect(new PartialFunction<Integer, String>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String apply(Integer n) {
                        return "n" + n;
                    }

                    @Override
                    public boolean isDefinedAt(Integer n) {
                        return EVEN.test(n);
                    }
                }));
        all.put("few: combinations", Seq::combinations);
        all.put("few: combinations(2)", s -> s.combinations(2));
        all.put("containsSlice", s -> s.containsSlice(List.of(4, 5)));
        all.put("crossProduct", Seq::crossProduct);
        all.put("few: crossProduct(2)", s -> s.crossProduct(2));
        all.put("distinct", Seq::distinct);
        all.put("distinctBy(comparator)", s -> s.distinctBy(byLastBit));
        all.put("distinctBy(key)", s -> s.distinctBy(n -> n % 3));
        all.put("distinctByKeepLast(comparator)", s -> s.distinctByKeepLast(byLastBit));
        all.put("distinctByKeepLast(key)", s -> s.distinctByKeepLast(n -> n % 3));
        for (int n : new int[] {-1, 0, 1, 3, 8, 40, 1000}) {
            all.put("drop " + n, s -> s.drop(n));
            all.put("dropRight " + n, s -> s.dropRight(n));
            all.put("take " + n, s -> s.take(n));
            all.put("takeRight " + n, s -> s.takeRight(n));
            all.put("get " + n, s -> s.get(n));
            all.put("update " + n, s -> s.update(n, 77));
            all.put("update by function " + n, s -> s.update(n, m -> m + 1));
            all.put("insert " + n, s -> s.insert(n, 77));
            all.put("insertAll " + n, s -> s.insertAll(n, List.of(77, 78)));
            all.put("removeAt " + n, s -> s.removeAt(n));
            all.put("subSequence " + n, s -> s.subSequence(n));
            all.put("splitAt " + n, s -> s.splitAt(n));
            all.put("padTo " + n, s -> s.padTo(n, 0));
            all.put("rotateLeft " + n, s -> s.rotateLeft(n));
            all.put("rotateRight " + n, s -> s.rotateRight(n));
            // From a negative index, Vavr's List begins at 0, but its Vector throws.
            all.put("indexOf from " + n, s -> s.indexOf(2, Math.max(n, 0)));
            all.put("lastIndexOf to " + n, s -> s.lastIndexOf(2, n));
            all.put("iterator from " + n, s -> s.iterator(n));
            all.put("segmentLength from " + n, s -> n < 0 ? 0 : s.segmentLength(EVEN, n));
            for (int m : new int[] {-1, 0, 2, 8, 1000}) {
                all.put("slice " + n + " " + m, s -> s.slice(n, m));
                all.put("subSequence " + n + " " + m, s -> s.subSequence(n, m));
                all.put("patch " + n + " " + m, s -> s.patch(n, List.of(77, 78, 79), m));
            }
        }
        all.put("dropUntil", s -> s.dropUntil(EVEN));
        all.put("dropWhile", s -> s.dropWhile(SMALL));
        all.put("dropRightUntil", s -> s.dropRightUntil(EVEN));
        all.put("dropRightWhile", s -> s.dropRightWhile(EVEN));
        all.put("endsWith", s -> s.endsWith(Vector.of(7, 8)));
        all.put("filter", s -> s.filter(EVEN));
        all.put("find", s -> s.find(EVEN));
        all.put("findLast", s -> s.findLast(EVEN));
        all.put("flatMap", s -> s.flatMap(n -> List.of(n, n)));
        all.put("foldLeft", s -> s.foldLeft("", (folded, n) -> folded + n));
        all.put("foldRight", s -> s.foldRight("", (n, folded) -> folded + n));
        all.put("reduceLeft", s -> s.reduceLeft((a, b) -> a * 2 - b));
        all.put("reduceRight", s -> s.reduceRight((a, b) -> a * 2 - b));
        all.put("forAll", s -> s.forAll(EVEN));
        all.put("groupBy", s -> s.groupBy(n -> n % 3));
        all.put("grouped", s -> s.grouped(3));
        all.put("hasDefiniteSize", Seq::hasDefiniteSize);
        all.put("hashCode", Seq::hashCode);
        all.put("head", Seq::head);
        all.put("headOption", Seq::headOption);
        all.put("indexOfSlice", s -> s.indexOfSlice(List.of(4, 5)));
        all.put("indexWhere", s -> s.indexWhere(EVEN));
        all.put("init", Seq::init);
        all.put("initOption", Seq::initOption);
        all.put("intersperse", s -> s.intersperse(0));
        all.put("isAsync", Seq::isAsync);
        all.put("isEmpty", Seq::isEmpty);
        all.put("isLazy", Seq::isLazy);
        all.put("isOrdered", Seq::isOrdered);
        all.put("isSequential", Seq::isSequential);
        all.put("isTraversableAgain", Seq::isTraversableAgain);
        all.put("last", Seq::last);
        all.put("lastIndexOfSlice", s -> s.lastIndexOfSlice(List.of(4, 5)));
        all.put("lastIndexWhere", s -> s.lastIndexWhere(EVEN));
        all.put("leftPadTo", s -> s.leftPadTo(10, 0));
        all.put("lift", s -> s.lift().apply(3));
        all.put("map", s -> s.map(n -> "n" + n));
        all.put("mapTo", s -> s.mapTo("x"));
        all.put("mapToVoid", IndexedSeq::mapToVoid);
        all.put("mkString", s -> s.mkString("<", ", ", ">"));
        all.put("orElse", s -> s.orElse(List.of(1)));
        all.put("orElse(supplier)", s -> s.orElse(() -> List.of(1)));
        all.put("partition", s -> s.partition(EVEN));
        all.put("peek", s -> s.peek(n -> assertThat(n).isEqualTo(s.head())));
        all.put("prefixLength", s -> s.prefixLength(EVEN));
        all.put("prepend", s -> s.prepend(5));
        all.put("prependAll", s -> s.prependAll(List.of(5, 6)));
        all.put("reject", s -> s.reject(EVEN));
        all.put("remove", s -> s.remove(2));
        all.put("removeAll(element)", s -> s.removeAll((Integer) 2));
        all.put("removeAll(elements)", s -> s.removeAll(List.of(1, 2)));
        all.put("removeAll(predicate)", s -> s.removeAll(EVEN));
        all.put("removeFirst", s -> s.removeFirst(EVEN));
        all.put("removeLast", s -> s.removeLast(EVEN));
        all.put("replace", s -> s.replace(2, 77));
        all.put("replaceAll", s -> s.replaceAll(2, 77));
        all.put("retainAll", s -> s.retainAll(List.of(1, 2)));
        all.put("reverse", Seq::reverse);
        all.put("reverseIterator", Seq::reverseIterator);
        all.put("scan", s -> s.scan(0, Integer::sum));
        all.put("scanLeft", s -> s.scanLeft("", (folded, n) -> folded + n));
        all.put("scanRight", s -> s.scanRight("", (n, folded) -> folded + n));
        all.put("search", s -> s.sorted().search(4));
        all.put("shuffle", s -> s.shuffle().sorted());
        all.put("slideBy", s -> s.slideBy(n -> n % 3));
        all.put("sliding", s -> s.sliding(3));
        all.put("sliding by 2", s -> s.sliding(3, 2));
        all.put("sorted", Seq::sorted);
        all.put("sorted(comparator)", s -> s.sorted(byLastBit));
        all.put("sortBy", s -> s.sortBy(n -> -n));
        all.put("sortBy(comparator)", s -> s.sortBy(Comparator.reverseOrder(), n -> -n));
        all.put("span", s -> s.span(SMALL));
        all.put("splitAt(predicate)", s -> s.splitAt(EVEN));
        all.put("splitAtInclusive", s -> s.splitAtInclusive(EVEN));
        all.put("startsWith", s -> s.startsWith(List.of(1, 2)));
        all.put("sum", Traversable::sum);
        all.put("tail", Seq::tail);
        all.put("tailOption", Seq::tailOption);
        all.put("takeUntil", s -> s.takeUntil(EVEN));
        all.put("takeWhile", s -> s.takeWhile(SMALL));
        all.put("takeRightUntil", s -> s.takeRightUntil(EVEN));
        all.put("takeRightWhile", s -> s.takeRightWhile(EVEN));
        all.put("unzip", s -> s.unzip(n -> Tuple.of(n, "n" + n)));
        all.put("unzip3", s -> s.unzip3(n -> Tuple.of(n, "n" + n, -n)));
        all.put("zip", s -> s.zip(List.of("a", "b", "c")));
        all.put("zipAll", s -> s.zipAll(List.of("a", "b", "c"), 0, "z"));
        all.put("zipWith", s -> s.zipWith(List.of("a", "b", "c"), (n, letter) -> n + letter));
        all.put("zipWithIndex", Seq::zipWithIndex);
        all.put("zipWithIndex(mapper)", s -> s.zipWithIndex((n, i) -> n * i));
        all.put("few: permutations", s -> s.length() > 5 ? 0 : s.permutations());
        return all;
    }

    @Test
    void equalityGoesBothWaysAcrossKindsOfSequences() {
        PersistentVector<Integer> vector = PersistentVector.of(1, 2, 3);
        assertThat(vector.equals(Vector.of(1, 2, 3))).isTrue();
        assertThat(Vector.of(1, 2, 3).equals(vector)).isTrue();
        assertThat(io.vavr.collection.List.of(1, 2, 3).equals(vector)).isTrue();
        assertThat(vector.equals(Vector.of(1, 2))).isFalse();
        assertThat(vector.equals(Vector.of(1, 2, 4))).isFalse();
        assertThat(vector.equals((Object) List.of(1, 2, 3))).isFalse();
        assertThat(vector).hasToString("PersistentVector(1, 2, 3)");
    }
}
