/**
 * Sends results of events to the configured sink: {@link dev.caramba.sink.HttpSink},
 * {@link dev.caramba.sink.RedisStreamSink}, and an SQS queue in the artifact for Lambda.
 */
package dev.caramba.sink;
