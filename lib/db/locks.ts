// Advisory locks are numbers that all of a database share: here are all of ours, so that none is given twice. The one
// other kind is that of pairs (lib/webhooks/receive/inbox-store.ts), whose numbers are hashes.

/** Of whoever applies migrations, so that replicas that start together do it one at a time. Held by a session. */
export const MIGRATION_LOCK = 7_261_001;

/** Of whoever writes live events, until commit: their order is that of commits. */
export const LIVE_LOCK = 7_261_002;

/** Of whoever adds to the audit trail: each entry is chained to the one before. */
export const AUDIT_LOCK = 7_261_003;

/** Of whoever folds tokens and transactions: the processor, and staff who change what is folded. */
export const PROCESSOR_LOCK = 7_261_004;

/** Of whoever keeps a refused delivery, together with the site. */
export const QUARANTINE_LOCK = 7_261_005;

/** Of whoever carries out the oldest decision over many deliveries. */
export const JOB_LOCK = 7_261_006;

/** Of whoever looks for what needs somebody. */
export const MONITOR_LOCK = 7_261_007;

/** Those that are held until a transaction ends, which is soon: somebody waits for each. */
export const TRANSACTION_LOCKS: readonly number[] = [
  LIVE_LOCK,
  AUDIT_LOCK,
  PROCESSOR_LOCK,
  QUARANTINE_LOCK,
  JOB_LOCK,
  MONITOR_LOCK,
];

/** No transaction of ours lasts longer, so that one that does is nobody's any more. */
export const LONGEST_TRANSACTION_MS = 18_000;
