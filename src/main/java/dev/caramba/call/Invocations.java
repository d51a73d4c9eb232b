package dev.caramba.call;

/** Finds the request that a function is serving. Functions must ask before any asynchronous work begins. */
public interface Invocations {

    Invocation current();
}
