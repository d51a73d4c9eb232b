/**
 * The configuration as text: its keys, the formats of their values, and what is wrong with them.
 *
 * <p>Open {@link dev.caramba.config.CarambaConfig} first. This package gives no value a meaning.
 */
package dev.caramba.config;
