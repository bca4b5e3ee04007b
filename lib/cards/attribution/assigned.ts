/** Cards that one order gave to a user: enough to undo no more than that. */
export interface Assigned {
  readonly userId: string;
  readonly cardIds: readonly string[];
  /** The account that was given with them, and whose it was before. */
  readonly account: { readonly id: string; readonly ownerBefore: string | null } | null;
}

/** Which card is to be whose. With `wholeAccount`, the account's other unattributed cards, and later ones, too. */
export interface AssignOrder {
  readonly cardId: string;
  readonly userId: string;
  readonly wholeAccount: boolean;
}
