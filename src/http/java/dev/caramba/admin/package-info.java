/**
 * The actions of operators over HTTP. They are no functions, so that no event can disable a provider.
 *
 * <p>Open {@link dev.caramba.admin.ProviderRoutes} first.
 */
package dev.caramba.admin;
