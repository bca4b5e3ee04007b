"use server";

import { toString as drawQrCode } from "qrcode";
import { z } from "zod";
import { connectUrl } from "@/lib/env";
import {
  cancelConnectLink as cancelLink,
  createConnectLink,
  type InviteResult,
  inviteLinkedUser,
  restoreConnectLinks,
  revealConnectLink as revealLink,
} from "@/lib/links/inviting/invite";
import { linkAddress } from "@/lib/links/sessions/link-secret";
import { userDetailsSchema } from "@/lib/links/users/user-details";
import type { Runtime } from "@/lib/runtime";
import { findOnlySite } from "@/lib/sites/finding/site-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** A connect link for an end user, with a QR code of it as an image URL. */
export interface ConnectLink {
  readonly userId: string;
  readonly url: string;
  readonly expiresAt: Date;
  readonly qr: string;
}

/** Creates a linked user and a connect link for them. */
export const inviteUser = staffAction({
  permission: "users:write",
  input: userDetailsSchema,
  run: async (
    { scope, runtime },
    invitation,
  ): Promise<ActionResult<ConnectLink, "no_site" | "reference_taken" | "site_ended">> => {
    const site = await findOnlySite(scope, runtime.database.prisma);
    if (site === null) return { ok: false, problem: "no_site" };
    const keys = runtime.auditKeys;
    return toLink(
      runtime,
      await inviteLinkedUser(scope, runtime.database, keys, { ...invitation, siteId: site.id }),
    );
  },
});

/** Creates another connect link for a linked user. */
export const makeConnectLink = staffAction({
  permission: "users:write",
  input: z.object({ userId: z.uuid() }),
  run: async ({ scope, runtime }, { userId }) =>
    toLink(runtime, await createConnectLink(scope, runtime.database, runtime.auditKeys, userId)),
});

/** The URL of an existing connect link. */
export const revealConnectLink = staffAction({
  permission: "users:write",
  input: z.object({ sessionId: z.uuid() }),
  run: async ({ scope, runtime }, { sessionId }): Promise<ActionResult<string, "not_found">> => {
    const { database, auditKeys, env } = runtime;
    const secret = await revealLink(scope, database, auditKeys, sessionId);
    return secret === null
      ? { ok: false, problem: "not_found" }
      : { ok: true, value: linkAddress(connectUrl(env), secret) };
  },
});

/** Cancels an unused connect link. */
export const cancelConnectLink = staffAction({
  permission: "users:write",
  input: z.object({ sessionId: z.uuid() }),
  run: async ({ scope, runtime }, { sessionId }): Promise<ActionResult<null, "not_found">> => {
    const done = await cancelLink(scope, runtime.database, runtime.auditKeys, sessionId);
    return done ? { ok: true, value: null } : { ok: false, problem: "not_found" };
  },
});

/** Undoes the cancellation of links, unless the person themselves cancelled them. */
export const restoreLinks = staffAction({
  permission: "users:write",
  input: z.object({ sessionIds: z.array(z.uuid()).min(1).max(1_000) }),
  run: async ({ scope, runtime }, { sessionIds }): Promise<ActionResult<number, "not_found">> => {
    const count = await restoreConnectLinks(scope, runtime.database, runtime.auditKeys, sessionIds);
    return count === 0 ? { ok: false, problem: "not_found" } : { ok: true, value: count };
  },
});

async function toLink<Problem extends string>(
  { env }: Runtime,
  result: InviteResult<Problem>,
): Promise<ActionResult<ConnectLink, Problem>> {
  if (!result.ok) return result;
  const url = linkAddress(connectUrl(env), result.secret);
  const { userId, expiresAt } = result;
  const svg = await drawQrCode(url, { type: "svg", margin: 1, errorCorrectionLevel: "M" });
  return {
    ok: true,
    value: { userId, url, expiresAt, qr: `data:image/svg+xml,${encodeURIComponent(svg)}` },
  };
}
