/** How many quarantined deliveries a site keeps. */
export const QUARANTINE_BUDGET = 1_000;

/** The same for bodies that are not notifications: junk must not use the space of what can be fixed. */
export const UNREADABLE_BUDGET = 200;

/** How many bytes of held deliveries a site keeps before the bank gets 503. */
export const MOST_HELD_BYTES = 256 * 1024 * 1024;
