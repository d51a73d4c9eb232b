package dev.caramba.balance;

/**
 * How many calls of this instance may be hedged. Each call that could be earns its share of a token, a hedge costs one;
 * there is one to begin with, and ten are kept at most. Safe for use by several threads.
 */
final class HedgeBudget {

    private static final int MOST = 10;

    /** Counted in millionths, since tenths do not add up to one as fractions. */
    private static final long TOKEN = 1_000_000;

    private final long share;
    private long left;

    /** @param share from 0 to 1; with 0 there is nothing to begin with either */
    HedgeBudget(double share) {
        this.share = Math.round(share * TOKEN);
        this.left = share > 0 ? TOKEN : 0;
    }

    /** A call has begun that could be hedged. */
    synchronized void earn() {
        add(share);
    }

    /** Whether there is a token, which is spent then. */
    synchronized boolean take() {
        if (left < TOKEN) {
            return false;
        }
        left -= TOKEN;
        return true;
    }

    /** The token was not needed. */
    synchronized void giveBack() {
        add(TOKEN);
    }

    private void add(long amount) {
        left = Math.min(left + amount, MOST * TOKEN);
    }
}
