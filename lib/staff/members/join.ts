import { z } from "zod";
import type { PasswordFault } from "@/lib/crypto/weak-secret";
import type { StaffRole } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { ownNameSchema, passwordSchema } from "../own-details-schema";
import { acceptInvitation, readInvitation } from "./invitations";

const secretSchema = z.string().regex(/^[\w-]{32}$/);

/** What a link offers. */
export interface Offer {
  readonly email: string;
  readonly role: StaffRole;
  readonly invitedBy: string;
}

/** What an invitation offers to whoever has its link; null if it is over. Looking spends nothing. */
export async function readOffer(secret: unknown): Promise<Offer | null> {
  const read = secretSchema.safeParse(secret);
  const found = read.success ? await readInvitation(getRuntime().database.prisma, read.data) : null;
  return found === null ? null : { email: found.email, role: found.role, invitedBy: found.invitedBy };
}

const acceptSchema = z.object({ secret: secretSchema, name: ownNameSchema, password: passwordSchema });

/** Why an invitation was not accepted. */
export type JoinProblem = "over" | "invalid" | PasswordFault;

/** Accepts an invitation for whoever has its link. @returns null if that was done */
export async function joinByLink(input: unknown): Promise<JoinProblem | null> {
  const order = acceptSchema.safeParse(input);
  if (!order.success) return "invalid";
  const { database, auditKeys } = getRuntime();
  const accepted = await acceptInvitation({ database, keys: auditKeys }, order.data);
  if (accepted.ok) return null;
  return accepted.problem === "weak" ? accepted.fault : "over";
}
