/**
 * Operators on streams of events: what ends them, what cancels them, and the rules that they keep.
 *
 * <p>Open {@link dev.caramba.stream.EventStream} first.
 */
package dev.caramba.stream;
