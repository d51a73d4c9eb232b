package dev.caramba.balance;

/**
 * A token bucket that bounds how many calls of this instance are hedged. Each call that could be hedged earns a share
 * of a token, and a hedge costs one token. The bucket begins with one token and holds at most ten. Safe for use by
 * several threads.
 */
final class HedgeBudget {

    private static final int MOST = 10;

    /** One token in millionths; tenths as floating-point numbers do not add up to exactly one. */
    private static final long TOKEN = 1_000_000;

    private final long share;
    private long left;

    /** @param share the share of a token that a call earns, from 0 to 1; with 0 the bucket begins empty */
    HedgeBudget(double share) {
        this.share = Math.round(share * TOKEN);
        this.left = share > 0 ? TOKEN : 0;
    }

    /** Adds the share of a call that could be hedged. */
    synchronized void earn() {
        add(share);
    }

    /** Takes a token; returns false when there is none. */
    synchronized boolean take() {
        if (left < TOKEN) {
            return false;
        }
        left -= TOKEN;
        return true;
    }

    /** Returns a token that was not needed. */
    synchronized void giveBack() {
        add(TOKEN);
    }

    private void add(long amount) {
        left = Math.min(left + amount, MOST * TOKEN);
    }
}
