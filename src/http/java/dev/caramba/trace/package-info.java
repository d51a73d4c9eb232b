/**
 * Spans of calls and attempts by OpenTelemetry: their names, attributes and export. No class of it is loaded unless an
 * endpoint is configured.
 *
 * <p>Open {@link dev.caramba.trace.SpanTracer} first.
 */
package dev.caramba.trace;
