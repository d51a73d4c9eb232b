package dev.caramba.packaged;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A span as it is sent to a collector: OTLP's {@code Span}, read from its bytes. */
record ExportedSpan(String trace, String id, String parent, String name, long kind, Map<String, String> attributes) {

    /** {@code SPAN_KIND_SERVER} */
    static final long SERVER = 2;

    /** {@code SPAN_KIND_CLIENT} */
    static final long CLIENT = 3;

    /** The spans of an {@code ExportTraceServiceRequest}. */
    static List<ExportedSpan> of(byte[] request) {
        var spans = new ArrayList<ExportedSpan>();
        for (var resource : Fields.of(request).all(1)) {
            for (var scope : Fields.of(resource).all(2)) {
                Fields.of(scope).all(2).forEach(span -> spans.add(span(Fields.of(span))));
            }
        }
        return spans;
    }

    private static ExportedSpan span(Fields span) {
        var attributes = new TreeMap<String, String>();
        for (var bytes : span.all(9)) {
            var attribute = Fields.of(bytes);
            attributes.put(text(attribute.all(1)), value(attribute.all(2)));
        }
        return new ExportedSpan(
                hex(span.all(1)), hex(span.all(2)), hex(span.all(4)), text(span.all(5)), span.number(6), attributes);
    }

    private static String value(List<byte[]> value) {
        var fields = Fields.of(value.get(0));
        return fields.numbers().isEmpty()
                ? text(fields.all(1))
                : fields.numbers().containsKey(2)
                        ? String.valueOf(fields.number(2) != 0)
                        : String.valueOf(fields.number(3));
    }

    private static String hex(List<byte[]> bytes) {
        return bytes.isEmpty() ? "" : HexFormat.of().formatHex(bytes.get(0));
    }

    private static String text(List<byte[]> bytes) {
        return bytes.isEmpty() ? "" : new String(bytes.get(0), StandardCharsets.UTF_8);
    }

    String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The fields of a message of Protocol Buffers by their numbers. */
    private record Fields(Map<Integer, List<byte[]>> messages, Map<Integer, Long> numbers) {

        static Fields of(byte[] bytes) {
            var fields = new Fields(new TreeMap<>(), new TreeMap<>());
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                int key = (int) varint(buffer);
                int number = key >>> 3;
                switch (key & 7) {
                    case 0 -> fields.numbers.put(number, varint(buffer));
                    case 1 -> fields.numbers.put(number, buffer.getLong());
                    case 2 -> {
                        var message = new byte[(int) varint(buffer)];
                        buffer.get(message);
                        fields.messages
                                .computeIfAbsent(number, first -> new ArrayList<>())
                                .add(message);
                    }
                    case 5 -> fields.numbers.put(number, (long) buffer.getInt());
                    default -> throw new AssertionError("no message of Protocol Buffers");
                }
            }
            return fields;
        }

        private static long varint(ByteBuffer buffer) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = buffer.get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        List<byte[]> all(int number) {
            return messages.getOrDefault(number, List.of());
        }

        long number(int number) {
            return numbers.getOrDefault(number, 0L);
        }
    }
}
