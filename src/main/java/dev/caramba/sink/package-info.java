/** Where results of events are sent: {@link dev.caramba.sink.HttpSink}. */
package dev.caramba.sink;
