package dev.caramba.provider;

import dev.caramba.generation.Provider;
import io.smallrye.mutiny.Uni;

/** A provider whose key may change is a provider like any other. */
class RotatingKeyProviderContractTest extends HttpProviderContractTest {

    @Override
    protected Provider provider(Behind behind) {
        var http = super.provider(behind);
        return new RotatingKeyProvider("key", new Fixed(), ignored -> http);
    }

    private static final class Fixed implements KeySource {

        @Override
        public Uni<String> current() {
            return Uni.createFrom().item("key");
        }

        @Override
        public Uni<String> newest() {
            return current();
        }
    }
}
