package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;

/**
 * Joins an answer that was begun anew. It holds the text back while it repeats what was given out, and fails when the
 * text differs.
 */
final class RepeatedText implements TextJoiner {

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

    /**
     * Returns the failure of a text that differs. It is of kind {@code CANCELLED}, because a different answer is no
     * fault of the target.
     */
    private static ProviderException diverged() {
        return Failure.of(FailureKind.CANCELLED, "the text differs from what was given out")
                .asException();
    }
}
