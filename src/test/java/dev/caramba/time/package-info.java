/** Time that passes when a test says so. Open {@link dev.caramba.time.VirtualTime}. */
package dev.caramba.time;
