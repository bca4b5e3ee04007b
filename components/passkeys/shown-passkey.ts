/** A passkey as its owner recognises it. */
export interface ShownPasskey {
  readonly id: string;
  readonly name: string;
  readonly addedAt: string;
  /** null if it was never used. */
  readonly usedAt: string | null;
  /** Copied to other devices by whoever keeps it. */
  readonly synced: boolean;
}
