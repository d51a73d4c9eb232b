/**
 * What operators do by hand over HTTP. It is no function: no event can take a provider out.
 *
 * <p>Open {@link dev.caramba.admin.ProviderRoutes} first.
 */
package dev.caramba.admin;
