/**
 * Errors as callers see them, whatever the trigger.
 *
 * <p>Open {@link dev.caramba.error.HttpError} first.
 */
package dev.caramba.error;
