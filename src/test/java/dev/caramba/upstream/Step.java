package dev.caramba.upstream;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One thing that an upstream does while it answers. */
@FunctionalInterface
interface Step {

    /** @throws IOException when the connection is over, whoever ended it */
    void play(Exchange exchange) throws IOException;

    /** The same step with one write for every byte. */
    default Stream<Step> bytewise() {
        return Stream.of(this);
    }

    /** Bytes of the body, in a write of their own. */
    record Write(byte[] bytes) implements Step {

        @Override
        public void play(Exchange exchange) throws IOException {
            exchange.write(bytes);
        }

        @Override
        public Stream<Step> bytewise() {
            return IntStream.range(0, bytes.length).mapToObj(i -> new Write(new byte[] {bytes[i]}));
        }
    }
}
