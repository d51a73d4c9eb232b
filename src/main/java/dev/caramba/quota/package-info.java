/**
 * The limits of each caller over the whole fleet: requests and tokens in a minute and in a day, and calls under way.
 *
 * <p>Open {@link dev.caramba.quota.QuotaProvider} first, then {@link dev.caramba.quota.QuotaStore}. This package does
 * not read keys or the content of requests.
 */
package dev.caramba.quota;
