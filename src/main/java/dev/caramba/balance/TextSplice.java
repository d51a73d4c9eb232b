package dev.caramba.balance;

/**
 * Joins the text of an attempt to what the caller has been given already. Fed piece by piece, wherever the pieces were
 * cut; what it gives, put behind the text given out, is the whole answer, without a word twice and without a hole.
 */
interface TextSplice {

    /** For the attempt that begins the answer: everything is new. */
    TextSplice NOTHING_GIVEN_OUT = new TextSplice() {

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
     * What of this piece is new; empty while there is nothing.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code CANCELLED} when the text does not fit
     */
    String take(String piece);

    /**
     * What was held back and turns out to be new, now that no more text comes.
     *
     * @throws dev.caramba.generation.ProviderException of kind {@code CANCELLED} when the text does not fit
     */
    String end();
}
