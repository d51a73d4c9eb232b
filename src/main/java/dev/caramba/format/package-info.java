/**
 * How values are written as text: JSON and durations.
 *
 * <p>This package depends on none of ours.
 */
package dev.caramba.format;
