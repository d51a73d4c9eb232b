package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The part of the answer that the caller already has. It builds the requests of the attempts that continue it. */
final class PartialAnswer {

    private final boolean kept;
    private final boolean wholeCalls;
    private final StringBuilder text = new StringBuilder();
    private final Set<Target> refusingPrefill = new HashSet<>();
    private Optional<Usage> spent = Optional.empty();
    /** Volatile, because timers read it too. */
    private volatile boolean begun;

    private volatile boolean thought;
    private volatile boolean uncontinuable;

    /**
     * @param kept whether the text is stored, so that it can be continued
     * @param wholeCalls whether tool calls go out only when they are complete
     */
    PartialAnswer(boolean kept, boolean wholeCalls) {
        this.kept = kept;
        this.wholeCalls = wholeCalls;
    }

    /** Records an event that goes out to the caller, and returns it with the tokens of all attempts. */
    Event given(Event event) {
        gaveOut(event);
        return withAllTokens(event);
    }

    private void gaveOut(Event event) {
        if (event instanceof Event.Reasoning) {
            thought = true;
            return;
        }
        if (!event.commits()) {
            return;
        }
        begun = true;
        if (event instanceof Event.Chunk chunk) {
            if (kept) {
                text.append(chunk.text());
            }
        } else if (!event.terminal()) {
            uncontinuable = true;
        }
    }

    /** Returns whether the caller has seen a part of the answer or of the reasoning before it. */
    boolean visible() {
        return begun || thought;
    }

    /** Returns whether the caller has seen a part of the answer; reasoning alone is none. */
    boolean begun() {
        return begun;
    }

    /**
     * Returns whether another attempt can continue the answer. Text that is given out can be told from new text; tool
     * calls and all else cannot.
     */
    boolean continuable() {
        return kept && !uncontinuable;
    }

    /** Adds the tokens that a broken attempt reported. */
    void spent(Optional<Usage> usage) {
        spent = sum(spent, usage);
    }

    /** Returns the tokens that the broken attempts reported; empty when they reported none. */
    Optional<Usage> spent() {
        return spent;
    }

    private Event withAllTokens(Event event) {
        return event instanceof Event.Done done && done.usage().isPresent() && spent.isPresent()
                ? done.with(sum(spent, done.usage()))
                : event;
    }

    /** Records that the target refused a request with a text to be continued. */
    void refusesPrefill(Target target) {
        refusingPrefill.add(target);
    }

    /** Returns the request for this candidate. */
    AttemptRequest request(Candidate candidate, GenerationParams original) {
        var params = candidate.addressed(original);
        if (!begun) {
            return new AttemptRequest(params, joiner(TextJoiner.NOTHING_GIVEN_OUT), thought, false);
        }
        var given = text.toString();
        if (continues(candidate, params, given)) {
            var prefilled = params.continuing(ContinuedText.sentOf(given));
            return new AttemptRequest(prefilled, joiner(new ContinuedText(given)), true, true);
        }
        return new AttemptRequest(params, joiner(new RepeatedText(given)), true, false);
    }

    private AnswerJoiner joiner(TextJoiner text) {
        return new AnswerJoiner(text, visible(), wholeCalls);
    }

    /**
     * Returns whether the candidate gets the text to continue it. A history that ends with an assistant's message gets
     * no second one, because the two texts could no longer be told apart.
     */
    private boolean continues(Candidate candidate, GenerationParams params, String given) {
        var messages = params.messages();
        boolean assistantIsLast = !messages.isEmpty() && messages.get(messages.size() - 1) instanceof Message.Assistant;
        return !given.isBlank()
                && !assistantIsLast
                && !refusingPrefill.contains(candidate.target())
                && candidate.provider().continuesText(params);
    }

    private static Optional<Usage> sum(Optional<Usage> a, Optional<Usage> b) {
        return a.map(usage -> b.map(usage::plus).orElse(usage)).or(() -> b);
    }
}
