"use server";

import { type JoinProblem, joinByLink, type Offer, readOffer } from "@/lib/staff/members/join";

/** Server action: what an invitation offers, before anything is done. */
export async function openInvitation(secret: unknown): Promise<Offer | null> {
  return readOffer(secret);
}

/** Server action: accepts an invitation, which proves itself by its secret. */
export async function joinStaff(input: unknown): Promise<JoinProblem | null> {
  return joinByLink(input);
}
