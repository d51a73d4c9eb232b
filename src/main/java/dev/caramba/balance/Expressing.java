package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The candidates that can be sent a request with all its content. The others are passed over, since content is never
 * left out.
 *
 * @param failure what the first candidate cannot express, when no candidate is left
 */
record Expressing(Candidates left, Optional<Failure> failure) {

    static Expressing only(Candidates candidates, GenerationParams params) {
        if (!isDemanding(params)) {
            return new Expressing(candidates, Optional.empty());
        }
        var failures = new ArrayList<Failure>();
        var peers = able(candidates.peers(), params, failures);
        var fallbacks = able(candidates.fallbacks(), params, failures);
        var left = new Candidates(candidates.pool(), candidates.strategy(), peers, fallbacks, candidates.hedgeAfter());
        var nobody = peers.isEmpty() && fallbacks.isEmpty();
        return new Expressing(left, nobody ? mostTelling(failures) : Optional.empty());
    }

    /** Returns whether there may be candidates that cannot be sent the request. Most requests are texts alone. */
    private static boolean isDemanding(GenerationParams params) {
        return params.embedding().isPresent()
                || params.originalIn(WireFormat.COMPLETIONS).isPresent()
                || params.strict()
                || params.answers() > 1
                || params.messages().stream().anyMatch(Expressing::isMoreThanText);
    }

    /** Returns what is wrong with the request, rather than that a provider does not serve such requests at all. */
    private static Optional<Failure> mostTelling(List<Failure> failures) {
        return failures.stream()
                .filter(failure -> failure.kind() != FailureKind.NOT_FOUND)
                .findFirst()
                .or(() -> failures.stream().findFirst());
    }

    private static boolean isMoreThanText(Message message) {
        if (message instanceof Message.User user) {
            return isMoreThanText(user.content());
        }
        if (message instanceof Message.System system) {
            return isMoreThanText(system.content());
        }
        return message instanceof Message.ToolResult result
                ? isMoreThanText(result.content())
                : ((Message.Assistant) message)
                        .content()
                        .filter(Expressing::isMoreThanText)
                        .isPresent();
    }

    private static boolean isMoreThanText(Content content) {
        return content instanceof Content.Parts parts
                && parts.parts().stream().anyMatch(part -> part.text().isEmpty());
    }

    private static List<Candidate> able(List<Candidate> candidates, GenerationParams params, List<Failure> failures) {
        return candidates.stream()
                .filter(candidate -> {
                    var failure = candidate.cannotAnswer(params);
                    failure.ifPresent(failures::add);
                    return failure.isEmpty();
                })
                .toList();
    }
}
