/**
 * A provider as a test sees it: a real socket that speaks HTTP/1.1 and misbehaves by script, down to the single write.
 *
 * <p>Open {@link dev.caramba.upstream.Upstream} first, then {@link dev.caramba.upstream.Script}. Nothing here sleeps: a
 * scripted pause ends early when the connection does, and whatever a test waits for is a signal with a time limit.
 */
package dev.caramba.upstream;
