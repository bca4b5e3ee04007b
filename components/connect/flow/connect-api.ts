import type { Attempt, AttemptStatus } from "@/lib/links/connecting/attempts";

export type BeginResult =
  | { ok: true; attempt: Attempt }
  | { ok: false; problem: "unknown" | "expired" | "cancelled" | "completed" | "failed" }
  | { ok: false; problem: "too_many"; seconds: number };

const QUARTER_HOUR_S = 900;

/** Posts to our own server. The link's secret is sent in the body, never in a URL. */
async function post(
  path: string,
  body: unknown,
): Promise<{ status: number; body: unknown; retryAfter: string | null }> {
  const response = await fetch(`/api/connect/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
  });
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, body: await response.json(), retryAfter };
}

/** The link, and what the page shows of it. */
interface AskedAttempt {
  readonly secret: string;
  readonly language: string;
  readonly wording: string;
}

let begun: Promise<BeginResult> | undefined;

/** Begins an attempt: one per page load, however often React mounts; again only after a failure. */
export function beginOnce(asked: AskedAttempt): Promise<BeginResult> {
  begun ??= begin(asked).then((result) => {
    if (!result.ok && (result.problem === "failed" || result.problem === "too_many")) begun = undefined;
    return result;
  });
  return begun;
}

/**
 * Tabs of one browser begin one after the other: the first answer sets the cookie that the others then send. Side by
 * side, each would get its own cookie, and all but the last would be lost.
 */
function begin(asked: AskedAttempt): Promise<BeginResult> {
  const ask = () => askToBegin(asked);
  // Absent if the page is not served over TLS, and in old browsers.
  const locks = navigator.locks as LockManager | undefined;
  return locks === undefined ? ask() : locks.request("connect-begin", ask);
}

async function askToBegin(asked: AskedAttempt): Promise<BeginResult> {
  try {
    const { status, body, retryAfter } = await post("attempts", asked);
    const { attempt, error } = body as { attempt?: Attempt; error?: { code: string } };
    if (status === 200 && attempt !== undefined) return { ok: true, attempt };
    const code = error?.code;
    if (code === "too_many")
      return { ok: false, problem: code, seconds: Number(retryAfter) || QUARTER_HOUR_S };
    const ended = code === "unknown" || code === "expired" || code === "cancelled" || code === "completed";
    return { ok: false, problem: ended ? code : "failed" };
  } catch {
    // Offline, or something in between answered: the page offers to try again.
    return { ok: false, problem: "failed" };
  }
}

/** Reads the status of the attempt; "waiting" if there is no answer, because the next poll may get one. */
export async function askStatus(secret: string, attempt: Attempt): Promise<AttemptStatus> {
  try {
    // Its reference proves that the attempt belongs to this page if the browser keeps no cookie.
    const asked = { secret, attemptId: attempt.id, reference: attempt.customReference };
    const { status, body } = await post("status", asked);
    return status === 200 ? (body as { status: AttemptStatus }).status : "waiting";
  } catch {
    return "waiting";
  }
}

/** Asks for a new link if access through this one was revoked. @returns its secret, or null */
export async function askReconnect(secret: string): Promise<string | null> {
  try {
    const { status, body } = await post("reconnect", { secret });
    return status === 200 ? (body as { secret: string }).secret : null;
  } catch {
    return null;
  }
}

/** "This isn't me." @returns whether the link is cancelled now */
export async function sayNotMe(secret: string): Promise<boolean> {
  try {
    return (await post("not-me", { secret })).status === 200;
  } catch {
    return false;
  }
}
