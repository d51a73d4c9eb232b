/**
 * The balancer against the troubles that providers have, in virtual time: the same figures on every machine, committed as
 * {@code docs/simulation.md}. Open {@link dev.caramba.simulation.Simulation} first, then
 * {@link dev.caramba.simulation.Scenarios}.
 */
package dev.caramba.simulation;
