/** Where the bank's days begin, and what its dates without a zone are in. */
export const BANK_ZONE = "Europe/Paris";
