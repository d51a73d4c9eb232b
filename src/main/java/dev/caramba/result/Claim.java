package dev.caramba.result;

import java.time.Duration;

/** What a store says to somebody who wants to run a prompt. */
public sealed interface Claim {

    /** Nobody else runs it: to be completed or released under this hold. */
    record Granted(HeldClaim hold) implements Claim {}

    /**
     * Somebody is running it.
     *
     * @param left when the claim ends, unless it is prolonged
     */
    record Running(Duration left) implements Claim {}

    /** It was run. */
    record Done(String result) implements Claim {}

    /** Something else was asked under this key. */
    record OtherBody() implements Claim {}
}
