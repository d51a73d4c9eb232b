package dev.caramba.call;

/** Finds the request that a function is serving; to be asked before anything asynchronous begins. */
public interface Invocations {

    Invocation current();
}
