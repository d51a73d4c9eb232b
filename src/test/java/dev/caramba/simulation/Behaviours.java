package dev.caramba.simulation;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.simulation.Behaviour.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** How providers behave. Every answer is the same five words, so that one provider can take up where another broke off. */
final class Behaviours {

    static final List<String> WORDS = List.of("all ", "say ", "the ", "same ", "words");
    private static final double MILLIS_BETWEEN_WORDS = 100;

    private Behaviours() {}

    /** The first word comes after so many milliseconds, give or take a quarter. */
    static Behaviour answers(double firstWord) {
        return answers(firstWord, MILLIS_BETWEEN_WORDS);
    }

    static Behaviour answers(double firstWord, double betweenWords) {
        return (seconds, random) -> {
            var steps = words(firstWord * (0.75 + random.nextDouble() / 2), betweenWords, WORDS.size());
            steps.add(new Step(betweenWords, new Event.Done(FinishReason.STOP, Optional.empty())));
            return steps;
        };
    }

    static Behaviour isSilent() {
        return (seconds, random) -> List.of();
    }

    static Behaviour refuses(double millis, FailureKind kind) {
        return (seconds, random) -> fails(millis, Failure.of(kind, "it is down"));
    }

    /** Breaks off in the middle of its answer. */
    static Behaviour cuts(double firstWord, int words) {
        return (seconds, random) -> {
            var steps = words(firstWord * (0.75 + random.nextDouble() / 2), MILLIS_BETWEEN_WORDS, words);
            steps.addAll(fails(MILLIS_BETWEEN_WORDS, Failure.of(FailureKind.NETWORK, "connection closed")));
            return steps;
        };
    }

    /** Does one or the other, by chance. */
    static Behaviour either(double chance, Behaviour one, Behaviour other) {
        return (seconds, random) -> (random.nextDouble() < chance ? one : other).answer(seconds, random);
    }

    /** Answers so many requests in each window of time; the others are told when the next window begins. */
    static Behaviour limits(int requests, double windowSeconds, Behaviour admitted) {
        return new Behaviour() {

            private double window = -1;
            private int used;

            @Override
            public List<Step> answer(double seconds, Random random) {
                double present = Math.floor(seconds / windowSeconds);
                used = present == window ? used + 1 : 1;
                window = present;
                if (used <= requests) {
                    return admitted.answer(seconds, random);
                }
                // providers tell whole seconds
                var wait = Duration.ofSeconds((long) Math.ceil((present + 1) * windowSeconds - seconds));
                return fails(
                        20,
                        Failure.of(FailureKind.RATE_LIMITED, "slow down")
                                .withStatus(429)
                                .withRetryAfter(Optional.of(wait)));
            }
        };
    }

    private static List<Step> words(double firstWord, double betweenWords, int count) {
        var start = new Step(firstWord, new Event.Start(Optional.empty(), Optional.empty()));
        var words = WORDS.stream().limit(count).map(Event.Chunk::new).toList();
        var rest = words.stream().skip(1).map(word -> new Step(betweenWords, word));
        return new ArrayList<>(Stream.concat(Stream.of(start, new Step(0, words.get(0))), rest)
                .toList());
    }

    private static List<Step> fails(double millis, Failure failure) {
        return List.of(new Step(millis, new Event.Error(failure)));
    }
}
