/**
 * Which requests go through a proxy.
 *
 * <p>Open {@link dev.caramba.wire.proxy.ProxyRules} first.
 */
package dev.caramba.wire.proxy;
