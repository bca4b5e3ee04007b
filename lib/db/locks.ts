/** Advisory lock of whoever applies migrations, so that replicas that start together do it one at a time. */
export const MIGRATION_LOCK = 7_261_001;

/** Advisory lock of whoever folds tokens and transactions: the processor, and staff who change what is folded. */
export const PROCESSOR_LOCK = 7_261_004;
