/**
 * Bytes on the network: requests out, responses in as they arrive, and the framings that cut a body into frames. The
 * only package that opens a socket to a provider; it has never heard of chat.
 *
 * <p>Open {@link dev.caramba.wire.HttpWire} first.
 */
package dev.caramba.wire;
