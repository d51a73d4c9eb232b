package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of the answer that the caller already has. It builds the requests of the attempts that continue it. */
final class PartialAnswer {

    private final boolean kept;
    private final StringBuilder text = new StringBuilder();
    private final Set<Target> refusingPrefill = new HashSet<>();
    private Optional<Usage> spent = Optional.empty();
    /** Volatile, because timers read it too. */
    private volatile boolean begun;

    private volatile boolean toolCalls;

    /** @param kept whether the text is stored, so that it can be continued */
    PartialAnswer(boolean kept) {
        this.kept = kept;
    }

    /** Records an event that goes out to the caller. */
    void gaveOut(Event event) {
        begun = true;
        toolCalls = toolCalls || event instanceof Event.ToolCall;
        if (kept && event instanceof Event.Chunk chunk) {
            text.append(chunk.text());
        }
    }

    /** Returns whether the caller has seen a part of the answer. */
    boolean begun() {
        return begun;
    }

    /**
     * Returns whether another attempt can continue the answer. Text that is given out can be told from new text; tool
     * calls cannot.
     */
    boolean continuable() {
        return kept && !toolCalls;
    }

    /** Adds the tokens that a broken attempt reported. */
    void spent(Optional<Usage> usage) {
        spent = sum(spent, usage);
    }

    /** Returns the tokens that the broken attempts reported; empty when they reported none. */
    Optional<Usage> spent() {
        return spent;
    }

    /** Returns the event with the tokens of all attempts, when the event reports tokens. */
    Event withAllTokens(Event event) {
        return event instanceof Event.Done done && done.usage().isPresent() && spent.isPresent()
                ? new Event.Done(done.sequence(), done.finishReason(), sum(spent, done.usage()))
                : event;
    }

    /** Records that the target refused a request with a text to be continued. */
    void refusesPrefill(Target target) {
        refusingPrefill.add(target);
    }

    /** Returns the request for this candidate. */
    AttemptRequest request(Candidate candidate, GenerationParams original) {
        var params = original.withModel(candidate.target().model());
        if (!begun) {
            return new AttemptRequest(params, TextJoiner.NOTHING_GIVEN_OUT, false, false);
        }
        var given = text.toString();
        if (continues(candidate, params, given)) {
            return new AttemptRequest(withPrefill(params, given), new ContinuedText(given), true, true);
        }
        return new AttemptRequest(params, new RepeatedText(given), true, false);
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

    private static GenerationParams withPrefill(GenerationParams params, String given) {
        var messages = new ArrayList<>(params.messages());
        var prefill = new Content.Plain(ContinuedText.sentOf(given));
        messages.add(new Message.Assistant(Optional.of(prefill), List.of()));
        return params.withMessages(List.copyOf(messages));
    }

    private static Optional<Usage> sum(Optional<Usage> a, Optional<Usage> b) {
        return a.map(usage -> b.map(usage::plus).orElse(usage)).or(() -> b);
    }
}
