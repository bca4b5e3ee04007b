// Advisory locks are numbers shared by the whole database: all of ours are here, so that none is used twice. The only
// other kind is that of pairs (lib/webhooks/receive/inbox-store.ts), whose numbers are hashes.

/** Held while migrations are applied, so that replicas that start together do it one at a time. A session lock. */
export const MIGRATION_LOCK = 7_261_001;

/** Held while live events are written, until commit: their order is commit order. */
export const LIVE_LOCK = 7_261_002;

/** Held while the audit trail is written: each entry is chained to the one before. */
export const AUDIT_LOCK = 7_261_003;

/** Held while tokens and transactions are folded: by the processor, and by staff who change what is folded. */
export const PROCESSOR_LOCK = 7_261_004;

/** Held while a refused delivery is stored, together with the site. */
export const QUARANTINE_LOCK = 7_261_005;

/** Held while a chunk of the oldest job runs. */
export const JOB_LOCK = 7_261_006;

/** Held while incidents are checked. */
export const MONITOR_LOCK = 7_261_007;

/** Held while a partition is attached or detached. A session lock while it is detached. */
export const PARTITION_LOCK = 7_261_008;

/** Held while a day of the rollups is recomputed: by one process at a time, and no payment waits for it. */
export const ROLLUP_LOCK = 7_261_009;

/** Held while merchants are merged or found by something else: who is merged with whom is read before it is changed. */
export const MERCHANT_LOCK = 7_261_012;

/** Held while the counts of standings are summed up or counted again: by one process at a time, and nobody waits for it. */
export const STANDING_LOCK = 7_261_013;

/** Held while roles, accounts and invitations of staff change: who may change whom is read before. */
export const STAFF_LOCK = 7_261_014;

/** Locks that are held until a transaction ends, which is soon: somebody waits for each. */
export const TRANSACTION_LOCKS: readonly number[] = [
  LIVE_LOCK,
  AUDIT_LOCK,
  PROCESSOR_LOCK,
  QUARANTINE_LOCK,
  JOB_LOCK,
  MONITOR_LOCK,
  ROLLUP_LOCK,
  MERCHANT_LOCK,
  STANDING_LOCK,
  STAFF_LOCK,
];

/** No transaction of ours lasts longer; one that does is stuck. */
export const LONGEST_TRANSACTION_MS = 18_000;
