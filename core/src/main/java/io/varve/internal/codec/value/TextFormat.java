package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Strings as bytes: {@code 1 + 2 × chars + wide} as a variable-length number (0 stays free for null), then each char in
 * one byte if none is above 0xFF, else ({@code wide} is 1) each in one to three bytes as UTF-8 would have it. Surrogates
 * are written as they come, alone or in pairs, so that no two strings share their bytes.
 */
final class TextFormat {

    private static final int MAX_CHARS = 1 << 28;

    private TextFormat() {}

    static void write(Output out, String text) {
        int length = text.length();
        if (length > MAX_CHARS) {
            throw UnwritableValueException.of(
                    "is a string of " + length + " chars; at most " + MAX_CHARS + " are possible");
        }
        if (isWide(text)) {
            out.writeVarInt(2 + 2 * length, true);
            writeWide(out, text);
        } else {
            out.writeVarInt(1 + 2 * length, true);
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Reads a string.
     *
     * @param head the number before it, not 0
     * @param recent what was read from the same page
     */
    static String read(Input in, int head, RecentTexts recent) {
        int length = length(in, head);
        if (isWide(head)) {
            return readWide(in, length);
        }
        String text = recent.text(in.getBuffer(), in.position(), length);
        in.setPosition(in.position() + length);
        return text;
    }

    /**
     * Goes past a string.
     *
     * @param head the number before it; 0 is malformed
     */
    static void skip(Input in, int head) {
        int length = length(in, head);
        if (isWide(head)) {
            readWide(in, length);
        } else {
            in.setPosition(in.position() + length);
        }
    }

    private static int length(Input in, int head) {
        int length = head - 1 >>> 1;
        int remaining = in.limit() - in.position();
        if (head <= 0 || length > remaining) {
            throw new KryoException("a string of " + length + " chars in " + remaining + " remaining bytes");
        }
        return length;
    }

    private static boolean isWide(int head) {
        return (head - 1 & 1) != 0;
    }

    private static boolean isWide(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }

    private static void writeWide(Output out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.writeByte(c);
            } else if (c < 0x800) {
                out.writeByte(0xC0 | c >> 6);
                out.writeByte(0x80 | c & 0x3F);
            } else {
                out.writeByte(0xE0 | c >> 12);
                out.writeByte(0x80 | c >> 6 & 0x3F);
                out.writeByte(0x80 | c & 0x3F);
            }
        }
    }

    private static String readWide(Input in, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            int first = in.readByteUnsigned();
            if (first < 0x80) {
                chars[i] = (char) first;
            } else if (first >> 5 == 0b110) {
                chars[i] = (char) ((first & 0x1F) << 6 | continuation(in));
            } else if (first >> 4 == 0b1110) {
                chars[i] = (char) ((first & 0x0F) << 12 | continuation(in) << 6 | continuation(in));
            } else {
                throw new KryoException("a char of a string begins with the byte " + first);
            }
        }
        return new String(chars);
    }

    private static int continuation(Input in) {
        int next = in.readByteUnsigned();
        if (next >> 6 != 0b10) {
            throw new KryoException("a char of a string goes on with the byte " + next);
        }
        return next & 0x3F;
    }
}
