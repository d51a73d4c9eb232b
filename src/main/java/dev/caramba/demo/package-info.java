/**
 * Simulated providers for a first look: real sockets, real wire format, no model. They run inside the process, on
 * loopback, and begin with the first call to one of them.
 *
 * <p>Open {@link dev.caramba.demo.DemoProviders} first.
 */
package dev.caramba.demo;
