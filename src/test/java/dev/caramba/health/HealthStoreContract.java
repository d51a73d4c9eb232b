package dev.caramba.health;

/** What every {@link HealthStore} does: for calls, and for operators. */
abstract class HealthStoreContract extends CallContract implements ControlRules {}
