package dev.caramba.app;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.Optional;

/** An operator's provider: says what it hears, unless that tells it to fail. */
@Singleton
@IfBuildProperty(name = "test.custom-beans", stringValue = "true")
class Parrot implements Provider {

    @Override
    public String name() {
        return "parrot";
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        var heard = ((Message.User) params.messages().get(0)).content().text();
        return switch (heard) {
            case "wait" ->
                Multi.createFrom()
                        .failure(Failure.of(FailureKind.RATE_LIMITED, "later").asException());
            case "broken" -> Multi.createFrom().failure(new IllegalStateException("a bug"));
            case "silent" -> Multi.createFrom().empty();
            default ->
                Multi.createFrom()
                        .items(
                                new Event.Start(Optional.empty(), params.model()),
                                new Event.Chunk(params.model().orElseThrow()),
                                new Event.Chunk(" says "),
                                new Event.Chunk(heard),
                                new Event.Done(FinishReason.STOP, Optional.empty()));
        };
    }
}
