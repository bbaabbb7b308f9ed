package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes and links of a page that is being read. Trusts nothing: no length or count makes it allocate more than the
 * bytes that remain could fill.
 */
public final class PageInput extends Input {

    private final Kryo kryo;
    private final PageSource source;
    private final List<PageLink> links;
    private final RecentTexts recentTexts = new RecentTexts();
    private int nextLink;
    private int depth;

    /**
     * Makes an input.
     *
     * @param kryo for registered serializers
     * @param source where the page came from, and those that it mentions will
     * @param content the page
     */
    public PageInput(Kryo kryo, PageSource source, PageContent content) {
        super(content.payload());
        this.kryo = kryo;
        this.source = source;
        this.links = content.links();
    }

    Kryo kryo() {
        return kryo;
    }

    /** Where the pages that this one mentions are read. */
    public PageSource source() {
        return source;
    }

    /** Begins a value within the one that is being read. */
    public void enter() {
        if (++depth > PageOutput.MAX_DEPTH) {
            throw new KryoException("values nested more than " + PageOutput.MAX_DEPTH + " deep");
        }
    }

    /** Ends the value that was begun last. */
    public void exit() {
        depth--;
    }

    /** The number of bytes not read yet. */
    public int remaining() {
        return limit - position;
    }

    /** A number of things of which each takes at least one byte. */
    public int readCount() {
        int count = readVarInt(true);
        if (count < 0 || count > remaining()) {
            throw new KryoException(
                    "a count of " + Integer.toUnsignedString(count) + " in " + remaining() + " remaining bytes");
        }
        return count;
    }

    /** A byte that is 0 or 1. */
    public boolean readFlag() {
        int flag = readByteUnsigned();
        if (flag > 1) {
            throw new KryoException("a flag that is neither 0 nor 1 but " + flag);
        }
        return flag == 1;
    }

    /** Where the reading is, to {@linkplain #goBack go back} to. */
    Mark mark() {
        return new Mark(position, nextLink);
    }

    /** Goes back, to read the same once more. */
    void goBack(Mark mark) {
        setPosition(mark.position());
        nextLink = mark.nextLink();
    }

    record Mark(int position, int nextLink) {}

    /** The next page mentioned. */
    public PageLink readLink() {
        if (nextLink == links.size()) {
            throw new KryoException("mentions more pages than the " + links.size() + " that it lists");
        }
        return links.get(nextLink++);
    }

    /** Fails unless all was read. */
    public void requireEnd() {
        if (remaining() != 0 || nextLink != links.size()) {
            throw new KryoException(remaining() + " bytes and " + (links.size() - nextLink) + " links follow the end");
        }
    }

    String readText() {
        int head = readVarInt(true);
        if (head == 0) {
            throw new KryoException("a null where there is always a string");
        }
        return TextFormat.read(this, head, recentTexts);
    }

    /** Goes past what {@link #readText} would read. */
    void skipText() {
        TextFormat.skip(this, readVarInt(true));
    }

    /** For registered serializers. */
    @Override
    public @Nullable String readString() {
        int head = readVarInt(true);
        return head == 0 ? null : TextFormat.read(this, head, recentTexts);
    }

    @Override
    public @Nullable StringBuilder readStringBuilder() {
        String text = readString();
        return text == null ? null : new StringBuilder(text);
    }

    @Override
    public byte[] readBytes(int length) {
        return super.readBytes(bounded(length));
    }

    @Override
    public int[] readInts(int length) {
        return super.readInts(bounded(length));
    }

    @Override
    public int[] readInts(int length, boolean optimizePositive) {
        return super.readInts(bounded(length), optimizePositive);
    }

    @Override
    public long[] readLongs(int length) {
        return super.readLongs(bounded(length));
    }

    @Override
    public long[] readLongs(int length, boolean optimizePositive) {
        return super.readLongs(bounded(length), optimizePositive);
    }

    @Override
    public float[] readFloats(int length) {
        return super.readFloats(bounded(length));
    }

    @Override
    public double[] readDoubles(int length) {
        return super.readDoubles(bounded(length));
    }

    @Override
    public short[] readShorts(int length) {
        return super.readShorts(bounded(length));
    }

    @Override
    public char[] readChars(int length) {
        return super.readChars(bounded(length));
    }

    @Override
    public boolean[] readBooleans(int length) {
        return super.readBooleans(bounded(length));
    }

    private int bounded(int length) {
        if (length < 0 || length > remaining()) {
            throw new KryoException("an array of " + length + " elements in " + remaining() + " remaining bytes");
        }
        return length;
    }
}
