import type { AcEventName } from "@/lib/anytime/client-js";
import { newSecret } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import words from "@/lib/i18n/messages/en/connect.json";
import { beginAttempt, recordConnectEvents } from "@/lib/links/connecting/attempts";
import { describeWording, type ShownWording } from "@/lib/links/connecting/wording";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import type { Runtime } from "@/lib/runtime";

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const DESKTOP =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

const OPENED: readonly AcEventName[] = ["onClickLoginButton", "onDisplayPopup", "onDisplayLoginFormScreen"];
const SIGNED_IN: readonly AcEventName[] = [...OPENED, "onLoginSucceeded", "onDisplayScopeAcceptanceScreen"];

/** The browser events of a user who connects, except the token, which only the bank names. */
export const SEEN_BY_CONNECTED: readonly AcEventName[] = [...SIGNED_IN, "onClickQuitButton", "onClosePopup"];

/** Users who did not connect, each for another reason: the dashboard should show those too. */
export const LOST: readonly { name: string; seen: readonly AcEventName[] | null }[] = [
  { name: "Marie Lambert", seen: [...SIGNED_IN, "onClickRefuseButton", "onClosePopup"] },
  { name: "Paul Girard", seen: ["onClickLoginButton"] },
  { name: "Elsa Vidal", seen: [...OPENED, "onLoginFailed", "onClosePopup"] },
  { name: "Karim Benali", seen: null },
];

/**
 * Invites a user, and opens their link like a browser.
 *
 * @param person `seen` are the events that their browser reports, in order; null if they did not open the link
 * @returns the linked user's id, and the custom reference of the attempt if there was one
 */
export async function introduce(
  { database, auditKeys, env }: Runtime,
  siteId: string,
  person: {
    name: string;
    email: string | null;
    reference: string;
    seen: readonly AcEventName[] | null;
    /** Whether the page told them what is read through the bank's API; it does unless this is false. */
    told?: boolean;
  },
): Promise<{ userId: string; customReference: string | null }> {
  const { name, email, reference, seen } = person;
  const invited = await inviteLinkedUser(SYSTEM_SCOPE, database, auditKeys, {
    siteId,
    name,
    email,
    externalReference: reference,
    language: null,
  });
  if (!invited.ok) throw new Error(`${name} could not be invited: ${invited.problem}.`);
  const { userId, secret } = invited;
  if (seen === null) return { userId, customReference: null };
  const browser = newSecret();
  const begun = await beginAttempt(SYSTEM_SCOPE, database, env.ENCRYPTION_KEYS, {
    secret,
    browser,
    language: "en",
    userAgent: name.length % 2 === 0 ? PHONE : DESKTOP,
    wording: wordingOfDemo(env.ANYTIME_PARTNER_NAME ?? name, person.told !== false),
  });
  if (!begun.ok) throw new Error(`${name} could not begin to connect: ${begun.reason}.`);
  const { id: attemptId, customReference } = begun.attempt;
  await recordConnectEvents(SYSTEM_SCOPE, database, env.ENCRYPTION_KEYS, {
    secret,
    attemptId,
    browser,
    events: seen.map((event, seq) => ({ seq, name: event })),
  });
  return { userId, customReference };
}

/** What the page shows in English: the demo's people have read it. */
function wordingOfDemo(site: string, statesBankReading: boolean): ShownWording {
  const shown = [
    words.title,
    words.lead,
    words.point1,
    ...(statesBankReading ? [words.bankReading] : []),
    words.privacy,
  ];
  return describeWording({
    language: "en",
    words: shown.map((text) => text.replaceAll("{site}", site)),
    states: { reading: statesBankReading, holder: false, balance: false },
  });
}
