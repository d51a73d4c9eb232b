/**
 * The configuration as checked values, one record for each part of the product.
 *
 * <p>Open {@link dev.caramba.settings.Settings} first.
 */
package dev.caramba.settings;
