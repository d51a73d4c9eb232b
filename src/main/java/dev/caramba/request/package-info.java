/**
 * Reads the JSON of a request into {@link dev.caramba.prompt.GenerationParams}.
 *
 * <p>Open {@link dev.caramba.request.RequestReader} first. This package knows no router and no function framework.
 */
package dev.caramba.request;
