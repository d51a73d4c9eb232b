/**
 * Which servers are trusted, and why a TLS handshake has failed.
 *
 * <p>Open {@link dev.caramba.wire.tls.ServerTrust} first.
 */
package dev.caramba.wire.tls;
