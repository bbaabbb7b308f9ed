package io.varve.internal.codec.tree;

import io.varve.InvalidStateException;
import io.varve.VarveException;
import io.varve.internal.codec.schema.ContainerKind.Layout;
import io.varve.internal.codec.type.TypeNode;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.ContainerNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.Leaf;
import io.varve.internal.trie.TrieMap;
import io.varve.internal.vector.RadixVector;
import io.varve.internal.vector.VectorNode;
import io.varve.spi.PageId;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Either;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every page of a state as today's types have it. Of each page it keeps which others it mentions until those have
 * been decoded, and then that all is fine with it.
 */
final class StateVerifier {

    private final PageTypes pageTypes;
    private final PageSource source;
    private final VerifiedPages verified;
    private final Map<TypeNode, Boolean> mentions = new HashMap<>();
    private final Deque<Frame> path = new ArrayDeque<>();

    StateVerifier(PageTypes pageTypes, PageSource source, VerifiedPages verified) {
        this.pageTypes = pageTypes;
        this.source = source;
        this.verified = verified;
    }

    /**
     * A page that is to be decoded.
     *
     * @param salt tells as what
     * @param decoder makes of its content the pages that it mentions
     */
    private record Mention(PageId id, long salt, Function<PageContent, List<Mention>> decoder) {}

    /** A page that was decoded, and what of those that it mentions is still to be. */
    private record Frame(Mention page, Iterator<Mention> rest) {}

    void verify(PageId root, TypeNode type, PagePlans plans) {
        enter(new Mention(root, 0, content -> {
            Object state = pageTypes.decode(
                    source,
                    content,
                    PageKind.STATE,
                    in -> plans.of(content, source).read(in));
            List<Mention> found = new ArrayList<>();
            ofValue(type, state, found);
            return found;
        }));
        while (!path.isEmpty()) {
            Frame frame = path.element();
            if (frame.rest().hasNext()) {
                enter(frame.rest().next());
            } else {
                path.pop();
                verified.add(frame.page().id(), frame.page().salt());
            }
        }
    }

    private void enter(Mention page) {
        if (!verified.contains(page.id(), page.salt())) {
            List<Mention> found = page.decoder().apply(source.read(page.id()));
            verified.countDecoded();
            path.push(new Frame(page, found.iterator()));
        }
    }

    /** The same bytes may be read as different types, or at different heights; each counts for itself. */
    private long salt(TypeNode type, PageKind kind, int height) {
        return 1 + pageTypes.numberOf(type) * 0x10000L + kind.code() * 0x100L + height;
    }

    private void ofValue(TypeNode type, @Nullable Object value, List<Mention> found) {
        if (value == null || !mentions(type)) {
            return;
        }
        if (type instanceof RecordNode node) {
            for (Component component : node.components()) {
                if (mentions(component.type())) {
                    ofValue(component.type(), get(component, value), found);
                }
            }
        } else if (type instanceof SealedNode node) {
            for (Case each : node.cases()) {
                if (each.raw().isInstance(value)) {
                    ofValue(each.type(), value, found);
                }
            }
        } else if (type instanceof ContainerNode node) {
            ofContainer(node, value, found);
        }
    }

    private static @Nullable Object get(Component component, Object value) {
        try {
            return component.accessor().invokeExact(value);
        } catch (VarveException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InvalidStateException(
                    "the accessor of component '" + component.name() + "' of a "
                            + value.getClass().getName() + " fails: " + e,
                    e);
        }
    }

    private void ofContainer(ContainerNode type, Object value, List<Mention> found) {
        Layout layout = type.kind().layout();
        if (layout == Layout.PERSISTENT_MAP) {
            ofMapSlot(type, ((TrieMap<?, ?>) value).root(), 0, found);
        } else if (layout == Layout.PERSISTENT_VECTOR) {
            RadixVector<?> vector = (RadixVector<?>) value;
            Object root = vector.root();
            if (root != null) {
                ofVectorSlot(type, root, vector.shift(), found);
            }
            ofVectorSlot(type, vector.lastLeaf(), 0, found);
        } else if (layout == Layout.TUPLE) {
            int index = 0;
            for (Object each : ((Tuple) value).toSeq()) {
                ofValue(type.argument(index++), each, found);
            }
        } else if (layout == Layout.EITHER) {
            Either<?, ?> either = (Either<?, ?>) value;
            ofValue(type.argument(either.isRight() ? 1 : 0), either.isRight() ? either.get() : either.getLeft(), found);
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(each -> ofValue(type.argument(0), each, found));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> ofEntry(type, key, each, found));
        } else if (layout == Layout.MAP) {
            for (Tuple2<?, ?> entry : (io.vavr.collection.Map<?, ?>) value) {
                ofEntry(type, entry._1, entry._2, found);
            }
        } else {
            for (Object each : (Iterable<?>) value) {
                ofValue(type.argument(0), each, found);
            }
        }
    }

    private void ofEntry(ContainerNode type, Object key, Object value, List<Mention> found) {
        ofValue(type.argument(0), key, found);
        ofValue(type.argument(1), value, found);
    }

    private void ofMapSlot(ContainerNode type, Object slot, int level, List<Mention> found) {
        if (slot instanceof Stub<?> stub) {
            found.add(new Mention(stub.link().id(), salt(type, PageKind.MAP_NODE, level), content -> {
                List<Mention> below = new ArrayList<>();
                ofMapSlot(type, pageTypes.mapPages(type).loader(source, level).decode(content, stub), level, below);
                return below;
            }));
        } else if (slot instanceof Leaf leaf) {
            for (int i = 0; i < leaf.size(); i++) {
                ofValue(type.argument(0), leaf.key(i), found);
                ofHeld(pageTypes.mapPages(type).values(), type.argument(1), leaf.heldValue(i), found);
            }
        } else if (slot instanceof Branch branch) {
            for (int i = 0; i < branch.childCount(); i++) {
                ofMapSlot(type, branch.child(i), level + 1, found);
            }
        }
    }

    private void ofVectorSlot(ContainerNode type, Object slot, int shift, List<Mention> found) {
        if (slot instanceof Stub<?> stub) {
            found.add(new Mention(stub.link().id(), salt(type, PageKind.VECTOR_NODE, shift), content -> {
                List<Mention> below = new ArrayList<>();
                ofVectorSlot(
                        type, pageTypes.vectorPages(type).loader(source, shift).decode(content, stub), shift, below);
                return below;
            }));
            return;
        }
        VectorNode node = (VectorNode) slot;
        for (int i = node.first(); i < node.width(); i++) {
            if (node.shift() == 0) {
                ofHeld(pageTypes.vectorPages(type).elements(), type.argument(0), node.slot(i), found);
            } else {
                ofVectorSlot(type, node.slot(i), node.shift() - 5, found);
            }
        }
    }

    private void ofHeld(ValuePages values, TypeNode type, Object held, List<Mention> found) {
        if (held instanceof Stub<?> stub) {
            PageLink link = stub.link();
            found.add(new Mention(link.id(), salt(type, PageKind.VALUE, 0), content -> {
                List<Mention> below = new ArrayList<>();
                ofValue(type, values.loader(source).decode(content, stub), below);
                return below;
            }));
        } else {
            ofValue(type, held, found);
        }
    }

    /** Whether a value of a type may have persistent collections in it, and so mention pages. */
    private boolean mentions(TypeNode type) {
        Boolean known = mentions.get(type);
        if (known != null) {
            return known;
        }
        boolean found = new Reach(type).found;
        mentions.put(type, found);
        return found;
    }

    /** Looks for persistent collections in all that a type leads to. */
    private static final class Reach {

        private final Map<TypeNode, Boolean> seen = new HashMap<>();
        private boolean found;

        Reach(TypeNode type) {
            look(type);
        }

        private void look(TypeNode type) {
            if (found || seen.put(type, true) != null) {
                return;
            }
            if (type instanceof ContainerNode node) {
                Layout layout = node.kind().layout();
                found = layout == Layout.PERSISTENT_MAP || layout == Layout.PERSISTENT_VECTOR;
                node.arguments().forEach(this::look);
            } else if (type instanceof RecordNode node) {
                node.components().forEach(component -> look(component.type()));
            } else if (type instanceof SealedNode node) {
                node.cases().forEach(each -> look(each.type()));
            }
        }
    }
}
