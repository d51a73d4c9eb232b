package dev.caramba.balance;

/**
 * Joins the text of an attempt to the text that the caller already has. It takes the text in pieces, cut anywhere. The
 * text already given out, followed by what it returns, is the complete answer: nothing is repeated and nothing is
 * missing.
 */
interface TextJoiner {

    /** The splice of the attempt that begins the answer, where all text is new. */
    TextJoiner NOTHING_GIVEN_OUT = new TextJoiner() {

        @Override
        public String take(String piece) {
            return piece;
        }

        @Override
        public String end() {
            return "";
        }
    };

    /**
     * Returns the new part of this piece; empty while there is none.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code CANCELLED} when the text does not fit
     */
    String take(String piece);

    /**
     * Returns the text that was held back and is new; called when no more text comes.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code CANCELLED} when the text does not fit
     */
    String end();
}
