package io.varve;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.Comparator;
import java.util.Objects;

/**
 * The snapshots of all timelines of a tenant, and which was made of which: a plain value, as it was at one moment of each
 * timeline. What was removed is left out, and so are the ways through it. Immutable.
 */
public final class SnapshotGraph {

    private final Map<String, Node> nodes;
    private final Map<String, Seq<String>> heads;

    /**
     * A snapshot.
     *
     * @param timeline the name of its timeline
     * @param info what is known of it
     */
    public record Node(String timeline, SnapshotInfo info) {

        /** Checks that nothing is null. */
        public Node {
            Objects.requireNonNull(timeline, "timeline");
            Objects.requireNonNull(info, "info");
        }
    }

    /**
     * Makes a graph.
     *
     * @param snapshots the snapshots
     * @param heads of each timeline, by its name, the ids of the snapshots that its head comes from
     */
    public SnapshotGraph(Seq<Node> snapshots, Map<String, Seq<String>> heads) {
        Map<String, Node> byId = LinkedHashMap.empty();
        for (Node node : Objects.requireNonNull(snapshots, "snapshots")) {
            byId = byId.put(node.info().id(), node);
        }
        this.nodes = byId;
        this.heads = Objects.requireNonNull(heads, "heads");
    }

    /**
     * All snapshots.
     *
     * @return them, timeline by timeline from the main one on, each from the oldest to the newest
     */
    public Seq<Node> snapshots() {
        return nodes.values();
    }

    /**
     * Looks a snapshot up.
     *
     * @param id its id
     * @return the snapshot, or none if there is no such
     */
    public Option<Node> find(String id) {
        return nodes.get(Objects.requireNonNull(id, "id"));
    }

    /**
     * What a timeline's head comes from.
     *
     * @param timeline its name
     * @return the snapshots that are there: as a rule the one taken last, after a merge those on both sides
     * @throws TimelineNotFoundException if there is no such timeline
     */
    public Seq<Node> ofHead(String timeline) {
        return heads.get(Objects.requireNonNull(timeline, "timeline"))
                .getOrElseThrow(() -> new TimelineNotFoundException("no timeline '" + timeline
                        + "' in the graph; it has: " + heads.keySet().mkString(", ")))
                .flatMap(nodes::get);
    }

    /**
     * What a snapshot was made from, see {@link SnapshotInfo#parents()}.
     *
     * @param id its id
     * @return the snapshots that are there; none if it is not there itself
     */
    public Seq<Node> parents(String id) {
        return find(id).toList().flatMap(node -> node.info().parents()).flatMap(nodes::get);
    }

    /**
     * What was made from a snapshot. Cost: O(n).
     *
     * @param id its id
     * @return the snapshots that have it for a parent
     */
    public Seq<Node> children(String id) {
        Objects.requireNonNull(id, "id");
        return snapshots().filter(node -> node.info().parents().contains(id));
    }

    /**
     * All that a snapshot comes from, however far back.
     *
     * @param id its id
     * @return the ids, without its own
     */
    public Set<String> ancestors(String id) {
        Set<String> found = LinkedHashSet.empty();
        List<Node> open = List.ofAll(parents(id));
        while (open.nonEmpty()) {
            Node node = open.head();
            open = open.tail();
            if (!found.contains(node.info().id())) {
                found = found.add(node.info().id());
                open = open.prependAll(parents(node.info().id()));
            }
        }
        return found;
    }

    /**
     * The last snapshot that two come from, or one of them if the other comes from it. Of several of which none comes from
     * another, the newest. The base of a merge may be later than that: there need not be a snapshot of it.
     *
     * @param one the id of one
     * @param other the id of the other
     * @return the snapshot, or none if they have nothing in common that is there
     */
    public Option<Node> commonAncestor(String one, String other) {
        Set<String> ofOne = ancestors(one).add(one);
        Seq<Node> shared =
                ancestors(other).add(other).filter(ofOne::contains).toVector().flatMap(nodes::get);
        Set<String> behind = shared.flatMap(node -> ancestors(node.info().id())).toSet();
        return shared.filter(node -> !behind.contains(node.info().id()))
                .maxBy(Comparator.comparing(node -> node.info().createdAt()));
    }

    /** Counts the snapshots and timelines. */
    @Override
    public String toString() {
        return "SnapshotGraph of " + nodes.size() + " snapshots in " + heads.size() + " timelines";
    }
}
