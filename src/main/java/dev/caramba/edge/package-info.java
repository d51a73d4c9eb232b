/**
 * What every trigger shares: reading a request ({@link dev.caramba.edge.RequestReader}), making the call
 * ({@link dev.caramba.edge.Calls}), and what goes back ({@link dev.caramba.edge.Answer},
 * {@link dev.caramba.edge.HttpError}).
 *
 * <p>Open {@link dev.caramba.edge.Calls} first. This package knows no router and no function framework, so that it serves
 * HTTP, events and queues alike.
 */
package dev.caramba.edge;
