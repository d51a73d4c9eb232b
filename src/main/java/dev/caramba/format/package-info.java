/**
 * The text formats of values: JSON and durations.
 *
 * <p>This package depends on no other package of the product.
 */
package dev.caramba.format;
