package io.varve.tck;

import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One message from another process, as {@link WireOutput} writes it. */
final class WireInput {

    private final ByteBuffer data;

    private WireInput(byte[] message) {
        this.data = ByteBuffer.wrap(message);
    }

    /** Waits for the next message; throws {@link java.io.EOFException} if the other process is gone. */
    static WireInput receive(InputStream from) throws IOException {
        DataInputStream framed = new DataInputStream(from);
        byte[] message = new byte[framed.readInt()];
        framed.readFully(message);
        return new WireInput(message);
    }

    long number() {
        return data.getLong();
    }

    int count() {
        return Math.toIntExact(number());
    }

    byte @Nullable [] bytes() {
        int length = data.getInt();
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        data.get(value);
        return value;
    }

    byte[] someBytes() {
        return Objects.requireNonNull(bytes());
    }

    @Nullable
    String text() {
        byte[] value = bytes();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    String someText() {
        return Objects.requireNonNull(text());
    }

    @Nullable
    TenantId tenant() {
        String value = text();
        return value == null ? null : new TenantId(value);
    }

    TenantId someTenant() {
        return Objects.requireNonNull(tenant());
    }

    @Nullable
    PageId pageId() {
        byte[] value = bytes();
        return value == null ? null : PageId.of(value);
    }

    PageId somePageId() {
        return Objects.requireNonNull(pageId());
    }

    RefUpdate update() {
        return Samples.update(someText(), bytes(), bytes());
    }

    <T> List<T> all(Function<WireInput, T> item) {
        List<T> items = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            items.add(item.apply(this));
        }
        return items;
    }
}
