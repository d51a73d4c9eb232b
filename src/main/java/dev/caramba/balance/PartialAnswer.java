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

/** What the caller of a call has been given so far, and how another attempt is asked to go on from there. */
final class PartialAnswer {

    private final boolean kept;
    private final StringBuilder text = new StringBuilder();
    private final Set<Target> unwilling = new HashSet<>();
    private Optional<Usage> spent = Optional.empty();
    /** Read by timers too. */
    private volatile boolean begun;

    private volatile boolean calls;

    /** @param kept whether the text is remembered, so that it can be continued */
    PartialAnswer(boolean kept) {
        this.kept = kept;
    }

    /** Notes what goes out to the caller just now. */
    void gaveOut(Event event) {
        begun = true;
        calls = calls || event instanceof Event.ToolCall;
        if (kept && event instanceof Event.Chunk chunk) {
            text.append(chunk.text());
        }
    }

    /** Whether the caller has seen something of the answer, so that a failure is no longer invisible. */
    boolean begun() {
        return begun;
    }

    /** Whether another attempt can go on: text can be told from what is new, calls cannot. */
    boolean continuable() {
        return kept && !calls;
    }

    /** Notes what an attempt that broke told of its tokens. */
    void spent(Optional<Usage> usage) {
        spent = sum(spent, usage);
    }

    /** What the attempts that broke told of their tokens. */
    Optional<Usage> spent() {
        return spent;
    }

    /** The event with the tokens of all attempts, where it tells any. */
    Event withAllTokens(Event event) {
        return event instanceof Event.Done done && done.usage().isPresent() && spent.isPresent()
                ? new Event.Done(done.sequence(), done.finishReason(), sum(spent, done.usage()))
                : event;
    }

    /** The target has refused a request with a text to be continued. */
    void refusesPrefill(Target target) {
        unwilling.add(target);
    }

    /** What this candidate is asked. */
    AttemptRequest request(Candidate candidate, GenerationParams original) {
        var params = original.withModel(candidate.target().model());
        if (!begun) {
            return new AttemptRequest(params, TextSplice.NOTHING_GIVEN_OUT, false, false);
        }
        var given = text.toString();
        if (continues(candidate, params, given)) {
            return new AttemptRequest(withPrefill(params, given), new ContinuedText(given), true, true);
        }
        return new AttemptRequest(params, new RepeatedText(given), true, false);
    }

    /** A history that ends with words of the assistant is not added to: what it says could no longer be told apart. */
    private boolean continues(Candidate candidate, GenerationParams params, String given) {
        var messages = params.messages();
        boolean assistantIsLast = !messages.isEmpty() && messages.get(messages.size() - 1) instanceof Message.Assistant;
        return !given.isBlank()
                && !assistantIsLast
                && !unwilling.contains(candidate.target())
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
