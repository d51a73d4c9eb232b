/**
 * Bytes on the network: sends requests, receives responses as they arrive, and cuts their bodies into frames. No other
 * package opens a socket to a provider. This package knows nothing of chat.
 *
 * <p>Open {@link dev.caramba.wire.HttpWire} first.
 */
package dev.caramba.wire;
