/**
 * Operators on streams of events: they end streams, cancel them, and make them keep the rules of a provider.
 *
 * <p>Open {@link dev.caramba.stream.EventStream} first.
 */
package dev.caramba.stream;
