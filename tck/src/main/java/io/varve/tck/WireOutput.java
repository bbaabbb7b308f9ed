package io.varve.tck;

import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One message to another process, and the values in it. {@link WireInput} reads it. */
final class WireOutput {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(bytes);

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    WireOutput number(long number) {
        return write(() -> data.writeLong(number));
    }

    WireOutput text(@Nullable String text) {
        return bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    WireOutput bytes(byte @Nullable [] value) {
        return write(() -> {
            data.writeInt(value == null ? -1 : value.length);
            if (value != null) {
                data.write(value);
            }
        });
    }

    WireOutput pageId(@Nullable PageId id) {
        return bytes(id == null ? null : id.toBytes());
    }

    WireOutput update(RefUpdate update) {
        return text(update.name()).bytes(update.expected()).bytes(update.next());
    }

    <T> WireOutput all(Collection<T> items, BiConsumer<WireOutput, T> item) {
        number(items.size());
        items.forEach(each -> item.accept(this, each));
        return this;
    }

    /** Sends what was written, as one message among those of other threads. */
    void send(OutputStream to) throws IOException {
        synchronized (to) {
            DataOutputStream framed = new DataOutputStream(to);
            framed.writeInt(bytes.size());
            bytes.writeTo(framed);
            framed.flush();
        }
    }

    private WireOutput write(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
