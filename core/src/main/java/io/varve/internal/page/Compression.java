package io.varve.internal.page;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * zstd with contexts that are used again: making one takes longer than compressing a page of 1 KB (8 of 13 µs, and 8 of
 * 10 µs when decompressing). As many are kept as threads use at once, up to a limit; so virtual threads don't each hold one.
 */
final class Compression {

    private static final int MOST_KEPT = 16;

    private static final ArrayBlockingQueue<ZstdCompressCtx> COMPRESSORS = new ArrayBlockingQueue<>(MOST_KEPT);
    private static final ArrayBlockingQueue<ZstdDecompressCtx> DECOMPRESSORS = new ArrayBlockingQueue<>(MOST_KEPT);

    private Compression() {}

    static byte[] compress(byte[] raw, int level) {
        ZstdCompressCtx context = borrow(COMPRESSORS, ZstdCompressCtx::new);
        try {
            return context.setLevel(level).compress(raw);
        } finally {
            if (!COMPRESSORS.offer(context)) {
                context.close();
            }
        }
    }

    /**
     * Decompresses into an array.
     *
     * @return the number of bytes
     * @throws ZstdException if the bytes are not a frame of zstd, or more come out than the array holds
     */
    static int decompress(byte[] into, byte[] bytes, int from) {
        ZstdDecompressCtx context = borrow(DECOMPRESSORS, ZstdDecompressCtx::new);
        try {
            return context.decompressByteArray(into, 0, into.length, bytes, from, bytes.length - from);
        } finally {
            if (!DECOMPRESSORS.offer(context)) {
                context.close();
            }
        }
    }

    private static <C> C borrow(ArrayBlockingQueue<C> kept, Supplier<C> make) {
        C context = kept.poll();
        return context != null ? context : make.get();
    }
}
