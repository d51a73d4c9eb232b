package dev.caramba.packaged;

/** What a prompt meets: one column of the matrix of triggers. */
enum TriggerCase {
    SUCCESS("success"),
    BAD_PROMPT("a prompt that is none"),
    FILTERED("a content filter"),
    REFUSED("refused by the provider"),
    COOLING("all cooling down"),
    MEANWHILE("again while it runs"),
    AFTERWARDS("again when it is done");

    private final String words;

    TriggerCase(String words) {
        this.words = words;
    }

    /** What is asked. */
    String prompt() {
        return switch (this) {
            case FILTERED -> TriggerFixture.FORBIDDEN;
            case REFUSED -> TriggerFixture.ODD;
            default -> TriggerFixture.PLAIN;
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
