/**
 * Simulated providers for a first look: real sockets and a real wire format, but no model. They run inside the process,
 * on loopback. Each starts with the first call to it.
 *
 * <p>Open {@link dev.caramba.demo.DemoProviders} first.
 */
package dev.caramba.demo;
