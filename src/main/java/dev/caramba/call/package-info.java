/**
 * Starts calls for all triggers alike: HTTP, events and queues.
 *
 * <p>Open {@link dev.caramba.call.Calls} first. This package knows no router and no function framework.
 */
package dev.caramba.call;
