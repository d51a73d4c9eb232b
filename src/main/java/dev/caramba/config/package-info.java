/**
 * The configuration as text: its keys, the formats of their values, and the mistakes in them.
 *
 * <p>Open {@link dev.caramba.config.CarambaConfig} first. What the values mean is decided in {@code settings}.
 */
package dev.caramba.config;
