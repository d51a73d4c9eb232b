package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import dev.caramba.call.Calls;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Provider;
import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.observe.ObservedProvider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.route.Catalog;
import dev.caramba.route.ModelResolver;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CompositionQuarkusTest.WithBeans.class)
class CompositionQuarkusTest {

    @Inject
    @Named(Calls.PROVIDER)
    Provider provider;

    @Inject
    Catalog catalog;

    @Inject
    ModelResolver resolver;

    @Test
    void beans_of_the_operator_take_part_by_their_names() {
        assertEquals(
                List.of("mine/small", "telex/m"),
                catalog.targets().stream().map(Object::toString).toList());
        assertEquals(
                "first",
                resolver.resolve(GenerationParams.of(List.of()), Grant.ALL)
                        .strategy()
                        .name());
    }

    @Test
    void a_provider_bean_does_not_stand_for_all_of_them() {
        assertInstanceOf(ObservedProvider.class, provider);
        assertEquals("caramba", provider.name());
    }

    /** Switches the beans below on, in this test alone. */
    public static final class WithBeans implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "test.beans",
                    "true",
                    "quarkus.arc.exclude-types",
                    "dev.caramba.testing.**",
                    "caramba.providers.mine.model",
                    "small",
                    "caramba.providers.telex.type",
                    "telex",
                    "caramba.providers.telex.base-url",
                    "http://localhost:1",
                    "caramba.providers.telex.model",
                    "m",
                    "caramba.balancer.strategy",
                    "first");
        }
    }

    @Singleton
    @IfBuildProperty(name = "test.beans", stringValue = "true")
    static class Mine implements Provider {

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            throw new UnsupportedOperationException();
        }
    }

    @Singleton
    @IfBuildProperty(name = "test.beans", stringValue = "true")
    static class First implements SelectionStrategy {

        @Override
        public String name() {
            return "first";
        }

        @Override
        public List<Tier> rank(List<Candidate> candidates, HealthView view) {
            return candidates.stream()
                    .map(candidate -> new Tier(
                            Choice.IN_TURN,
                            List.of(new Seat(candidate.target(), candidate.weight(), candidate.maxInFlight()))))
                    .toList();
        }
    }

    @Singleton
    @IfBuildProperty(name = "test.beans", stringValue = "true")
    static class Telex implements Dialect {

        @Override
        public String name() {
            return "telex";
        }

        @Override
        public Encoded encode(GenerationParams params, Endpoint endpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decoder decoder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Event> decodeWhole(String body) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Failure classify(Reply reply) {
            throw new UnsupportedOperationException();
        }
    }
}
