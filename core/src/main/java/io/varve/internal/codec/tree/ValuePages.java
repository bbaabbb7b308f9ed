package io.varve.internal.codec.tree;

import io.varve.internal.codec.value.PageInput;
import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.ValueSerializer;
import io.varve.internal.page.NodeLoader;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Stub;
import java.util.function.Consumer;

/**
 * The values of one collection. In a leaf stands a 1 and the value, or a 0 if the value takes more than {@value
 * #INLINE_BYTES} bytes, links included, and has a page of its own.
 */
final class ValuePages {

    /** A constant of the format. */
    static final int INLINE_BYTES = 2048;

    private final PageTypes pageTypes;
    private final PagePlans plans;

    ValuePages(PageTypes pageTypes, PagePlans plans) {
        this.pageTypes = pageTypes;
        this.plans = plans;
    }

    PagePlans plans() {
        return plans;
    }

    /**
     * Writes what a leaf holds.
     *
     * @param held the value, or a stub of it
     * @param replace takes the stub of a value that has been stored
     */
    void write(PageOutput out, Object held, Consumer<Stub<?>> replace) {
        PageSource source = out.target().source();
        if (held instanceof Stub<?> stub && stub.isStoredIn(source)) {
            out.writeByte(0);
            out.writeLink(stub.link());
            return;
        }
        Object value = held instanceof Stub<?> foreign ? foreign.get() : held;
        int tag = out.position();
        out.writeByte(1);
        int mark = out.position();
        int linkMark = out.linkCount();
        plans.today().write(out, value);
        if (out.lengthSince(mark, linkMark) <= INLINE_BYTES) {
            return;
        }
        PageContent content = out.cut(PageKind.VALUE, plans.schema().id(), mark, linkMark);
        out.setPosition(tag);
        out.writeByte(0);
        out.writeLink(WhenStored.put(out.target(), content, (link, form) -> {
            if (!(held instanceof Stub<?>)) {
                replace.accept(Stub.ofStored(link, 1, loader(source), value, content.estimatedHeapBytes()));
            }
        }));
    }

    /**
     * Reads what a leaf holds.
     *
     * @param here reads the values that have no page of their own
     */
    Object read(PageInput in, ValueSerializer here) {
        return in.readFlag() ? here.read(in) : new Stub<>(in.readLink(), 1, loader(in.source()));
    }

    /** Loads values that have pages of their own. */
    NodeLoader<Object> loader(PageSource source) {
        return new NodeLoader<>() {
            @Override
            public PageSource source() {
                return source;
            }

            @Override
            public Object decode(PageContent content, Stub<?> stub) {
                return pageTypes.decode(
                        source,
                        content,
                        PageKind.VALUE,
                        in -> plans.of(content, source).read(in));
            }
        };
    }
}
