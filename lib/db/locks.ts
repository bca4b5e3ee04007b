/** Advisory lock of whoever folds tokens and transactions: the processor, and staff who change what is folded. */
export const PROCESSOR_LOCK = 7_261_004;
