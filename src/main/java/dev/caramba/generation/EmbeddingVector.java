package dev.caramba.generation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * A vector as its provider wrote it. It is converted only for a caller who wants the other form, so that no digit is
 * lost on the way.
 *
 * @param text a JSON list of numbers, or base64 of float32 values, little endian
 * @param base64 which of the two the text is
 * @param length the number of values
 */
public record EmbeddingVector(String text, boolean base64, int length) {

    /** Returns a vector that is written as a JSON list of this many numbers. */
    public static EmbeddingVector floats(String text, int length) {
        return new EmbeddingVector(text, false, length);
    }

    /**
     * Returns a vector that is written as base64.
     *
     * @throws IllegalArgumentException when it is no base64 of finite float32 values
     */
    public static EmbeddingVector base64(String text) {
        var values = values(text);
        int length = values.remaining() / Float.BYTES;
        if (values.remaining() % Float.BYTES != 0) {
            throw new IllegalArgumentException("not a whole number of float32 values");
        }
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(values.getFloat(i * Float.BYTES))) {
                throw new IllegalArgumentException("not a finite number");
            }
        }
        return new EmbeddingVector(text, true, length);
    }

    /** Returns the values as a JSON list; a float32 value becomes the shortest decimal that reads the same. */
    public String asFloats() {
        if (!base64) {
            return text;
        }
        var values = values(text);
        var list = new StringBuilder(length * 12).append('[');
        for (int i = 0; i < length; i++) {
            list.append(i == 0 ? "" : ",").append(shortest(values.getFloat(i * Float.BYTES)));
        }
        return list.append(']').toString();
    }

    /** Returns the values as base64, each narrowed to float32. */
    public String asBase64() {
        if (base64) {
            return text;
        }
        var values = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int begin = text.indexOf('[') + 1;
        for (int i = 0; i < length; i++) {
            int comma = text.indexOf(',', begin);
            int end = comma < 0 ? text.lastIndexOf(']') : comma;
            values.putFloat((float) Double.parseDouble(text.substring(begin, end)));
            begin = end + 1;
        }
        return Base64.getEncoder().encodeToString(values.array());
    }

    private static ByteBuffer values(String text) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Before Java 19, {@link Float#toString} writes some values with a digit more than they need. */
    private static String shortest(float value) {
        var written = Float.toString(value);
        var decimal = new BigDecimal(written);
        while (decimal.precision() > 1) {
            var shorter = new BigDecimal(value).round(new MathContext(decimal.precision() - 1));
            if (shorter.floatValue() != value || shorter.precision() >= decimal.precision()) {
                return written;
            }
            decimal = shorter;
            written = decimal.toString();
        }
        return written;
    }

    /** Returns the length alone, since texts can be guessed from vectors. */
    @Override
    public String toString() {
        return "a vector of length " + length;
    }
}
