/** A partner ID or a partner reference, as the BankStore shows them. */
export const PARTNER_CODE = /^[\w-]{64}$/;
