package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;

/** An answer that was begun anew: it is held back as long as it repeats what was given out, which it must do wholly. */
final class RepeatedText implements TextSplice {

    private final String given;
    private int repeated;

    RepeatedText(String given) {
        this.given = given;
    }

    @Override
    public String take(String piece) {
        int length = Math.min(piece.length(), given.length() - repeated);
        if (!given.regionMatches(repeated, piece, 0, length)) {
            throw diverged();
        }
        repeated += length;
        return piece.substring(length);
    }

    @Override
    public String end() {
        if (repeated < given.length()) {
            throw diverged();
        }
        return "";
    }

    /** Nothing that speaks against the target: it may say what it likes. */
    private static ProviderException diverged() {
        return Failure.of(FailureKind.CANCELLED, "the text differs from what was given out")
                .asException();
    }
}
