/**
 * The surfaces: the wire formats that callers speak, and what all of them share. Each has a package below this one, with
 * its reader, its writer and its route.
 *
 * <p>Open {@link dev.caramba.surface.SurfaceCalls} first.
 */
package dev.caramba.surface;
