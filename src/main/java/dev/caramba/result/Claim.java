package dev.caramba.result;

import java.time.Duration;

/** The store's reply to a caller that wants to run a prompt. */
public sealed interface Claim {

    /** The claim is granted. The caller runs the prompt, then completes or releases this hold. */
    record Granted(HeldClaim hold) implements Claim {}

    /**
     * Another caller is running the prompt.
     *
     * @param left the time until the claim ends, unless it is prolonged
     */
    record Running(Duration left) implements Claim {}

    /** The prompt has a result. */
    record Done(String result) implements Claim {}

    /** Another request has used this key. */
    record OtherBody() implements Claim {}
}
