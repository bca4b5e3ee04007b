import { randomBytes } from "node:crypto";
import { z } from "zod";

/** What a customer gave the partner. Older state files lack the last two. */
export const grantSchema = z.object({
  customerId: z.string(),
  token: z.string(),
  customReference: z.string(),
  revoked: z.boolean(),
  expired: z.boolean().default(false),
  /** Whether the token opens cards and payments, or accounts alone. */
  narrow: z.boolean().default(false),
});
export type Grant = z.infer<typeof grantSchema>;

/** How a token changes without a word to the partner. */
export const TOKEN_CHANGES = ["expire", "narrow", "restore"] as const;

/** The access that customers gave. */
export class Grants {
  constructor(private readonly grants: Grant[]) {}

  /** Creates a token. */
  make(customerId: string, customReference: string): string {
    const token = randomBytes(24).toString("hex");
    const grant = { customerId, token, customReference, revoked: false, expired: false, narrow: false };
    this.grants.push(grant);
    return token;
  }

  find(token: string): Grant | undefined {
    return this.grants.find((grant) => grant.token === token);
  }

  /** The live grants of a customer, or of all. */
  live(customerId?: string): Grant[] {
    return this.grants.filter(
      (grant) => !grant.revoked && (customerId === undefined || grant.customerId === customerId),
    );
  }

  /** Changes the live tokens of a customer. @returns how many there were */
  change(customerId: string, change: (typeof TOKEN_CHANGES)[number]): number {
    const live = this.live(customerId);
    for (const grant of live) {
      if (change === "expire") grant.expired = true;
      else if (change === "narrow") grant.narrow = true;
      else Object.assign(grant, { expired: false, narrow: false });
    }
    return live.length;
  }
}
