import { fingerprint } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import {
  findSession,
  findSupportCode,
  hasActiveToken,
  readLogoVersion,
  type SessionRow,
} from "@/lib/links/sessions/sessions-store";
import { readLook, type SiteLook } from "@/lib/sites/connect-page/look";
import { mayReconnect } from "./reconnect";
import { safeReturnUrl } from "./return-url";
import type { StatedReading } from "./wording";

/** Why a connect link cannot be used. */
export type LinkProblem = "unknown" | "expired" | "cancelled" | "completed";

/** What the page of a usable link shows. */
export interface ConnectPage {
  readonly sessionId: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly partnerId: string;
  readonly supportContact: string | null;
  readonly maskedName: string;
  /**
   * The language chosen for this link; null means the browser's, or the site's if the browser asks for none of ours.
   */
  readonly language: string | null;
  readonly siteLanguage: string;
  /** The linked user has an active token: connecting again replaces nothing until they accept. */
  readonly alreadyConnected: boolean;
  readonly state: "created" | "opened";
  readonly look: SiteLook;
  /** Where a connected user continues to: a URL of the site's own origin, or null. */
  readonly returnUrl: string | null;
  /** What it has to say about the bank's API. */
  readonly states: StatedReading;
}

/** What the page of an unusable link shows. */
export interface EndedPage {
  readonly ok: false;
  readonly reason: Exclude<LinkProblem, "unknown">;
  readonly language: string | null;
  readonly siteLanguage: string;
  readonly siteName: string;
  readonly supportContact: string | null;
  readonly look: SiteLook;
  /** Of the newest attempt; null if the link was never opened. */
  readonly supportCode: string | null;
  /** The access through this link was revoked: the user may connect again. */
  readonly mayReconnect: boolean;
}

export type FoundConnectPage =
  | { readonly ok: true; readonly page: ConnectPage }
  | EndedPage
  | { readonly ok: false; readonly reason: "unknown" };

/** The format of a link's secret; anything else is not looked up. */
export const SECRET_PATTERN = /^[\w-]{32}$/;

/** Finds what the page of a connect link shows. Changes nothing: link previews open links too. */
export async function findConnectPage(scope: Scope, db: Db, secret: string): Promise<FoundConnectPage> {
  const session = SECRET_PATTERN.test(secret) ? await findSession(scope, db, fingerprint(secret)) : null;
  if (session === null) return { ok: false, reason: "unknown" };
  const { siteName, supportContact, language, siteLanguage } = session;
  const look = readLook(session, await readLogoVersion(scope, db, session.siteId));
  const now = new Date();
  const usable = checkSession(session, now);
  if (!usable.ok) {
    const supportCode = await findSupportCode(scope, db, session.id);
    const reconnect = await mayReconnect(scope, db, session, now);
    const { reason } = usable;
    return {
      ok: false,
      reason,
      language,
      siteLanguage,
      siteName,
      supportContact,
      look,
      supportCode,
      mayReconnect: reconnect,
    };
  }
  const page = {
    sessionId: session.id,
    siteId: session.siteId,
    siteName,
    partnerId: session.partnerId,
    supportContact,
    maskedName: maskName(session.userName),
    language,
    siteLanguage,
    alreadyConnected: await hasActiveToken(scope, db, session.linkedUserId),
    state: usable.state,
    look,
    returnUrl: safeReturnUrl(session.returnUrl, session.returnOrigin),
    states: {
      reading: session.statesBankReading,
      holder: session.statesBankReading && session.keepsCardHolder,
      balance: session.statesBankReading && session.keepsCardBalance,
    },
  };
  return { ok: true, page };
}

/** Whether a link can be used now. */
export function checkSession(
  session: Pick<SessionRow, "state" | "expiresAt" | "siteEndedAt">,
  now: Date,
): { ok: true; state: "created" | "opened" } | { ok: false; reason: EndedPage["reason"] } {
  if (session.state === "completed" || session.state === "cancelled") {
    return { ok: false, reason: session.state };
  }
  if (session.siteEndedAt !== null) return { ok: false, reason: "cancelled" };
  return session.expiresAt <= now ? { ok: false, reason: "expired" } : { ok: true, state: session.state };
}

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Masks a name so that its owner recognises it and nobody else learns it: "Camille Renard" → "Ca••••• R•••". The
 * number of dots does not show its length.
 */
export function maskName(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 3);
  return words
    .map((word, index) => {
      // Letters as people count them: an emoji of several code points is one.
      const letters = Array.from(GRAPHEMES.segment(word), ({ segment }) => segment);
      const shown = index === 0 && letters.length > 3 ? 2 : 1;
      return `${letters.slice(0, shown).join("")}${"•".repeat(index === 0 ? 5 : 3)}`;
    })
    .join(" ");
}
