package io.varve.internal.codec.tree;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import io.varve.CorruptDataException;
import io.varve.VarveException;
import io.varve.internal.codec.type.TypeNode.CustomNode;
import io.varve.internal.codec.value.PageInput;
import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.varve.spi.PageId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Lends Kryos that know what was registered, and reads whole pages with them. Thread-safe. */
final class PageDecoder {

    private final Pool<Kryo> kryos;

    PageDecoder(Collection<CustomNode> registered) {
        this.kryos = new Pool<>(true, true) {
            @Override
            protected Kryo create() {
                return new ClosedKryo(registered);
            }
        };
    }

    <T> T withKryo(Function<Kryo, T> use) {
        Kryo kryo = kryos.obtain();
        try {
            return use.apply(kryo);
        } finally {
            kryos.free(kryo);
        }
    }

    /**
     * Reads all of a page.
     *
     * @throws CorruptDataException if it is of another kind, or malformed
     */
    <T> T decode(PageSource source, PageContent content, PageKind kind, Function<PageInput, T> reader) {
        if (content.kind() != kind) {
            throw new CorruptDataException(
                    "page " + idOf(content) + ": is a " + content.kind() + " where a " + kind + " was expected");
        }
        if (content.schemas().size() != 1) {
            throw new CorruptDataException(
                    "page " + idOf(content) + ": names " + content.schemas().size() + " schemas, not 1");
        }
        return withKryo(kryo -> {
            try {
                PageInput in = new PageInput(kryo, source, content);
                T read = reader.apply(in);
                in.requireEnd();
                return read;
            } catch (VarveException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new CorruptDataException(
                        "page " + idOf(content) + ": is a malformed " + kind + ": " + e.getMessage(), e);
            }
        });
    }

    private static PageId idOf(PageContent content) {
        List<PageContent> pages = Chunks.split(content);
        return PageFormat.idOf(pages.get(pages.size() - 1));
    }
}
