import { AC_EVENT_NAMES, type AcEventName, type AnytimeClient } from "@/lib/anytime/client-js";

/** What subscribers get: never the token itself. */
export type BankSignal =
  | { readonly type: "script_loaded" | "script_failed" }
  | {
      readonly type: "bank";
      readonly name: AcEventName;
      readonly tokenFingerprint: Promise<string | undefined>;
    };

type Subscriber = (signal: BankSignal) => void;

// Bare, not `window.AC`: a script that declares it with `const` adds it to no object.
declare const AC: AnytimeClient | undefined;

const SCRIPT_TIMEOUT_MS = 10_000;
const subscribers = new Set<Subscriber>();
// The bank's client cannot remove a callback, so each client gets ours once, whatever React does.
const registered = new WeakSet<AnytimeClient>();
let slot: HTMLElement | undefined;
let script: HTMLScriptElement | undefined;
let outcome: "script_loaded" | "script_failed" | undefined;

/** Notifies a component of the bank's button events. @returns how to stop */
export function subscribe(subscriber: Subscriber): () => void {
  subscribers.add(subscriber);
  if (outcome !== undefined) subscriber({ type: outcome });
  return () => subscribers.delete(subscriber);
}

/**
 * The element that the bank draws its button in: one per page load, created outside React so that nothing redraws it.
 */
export function bankSlot(): HTMLElement {
  if (slot === undefined) {
    slot = document.createElement("div");
    slot.id = "anytime-connect";
  }
  return slot;
}

/** Loads the bank's script once; again only after a failure. The slot must be in the document. */
export function loadBankScript(url: string, customReference: string): void {
  if (script !== undefined && outcome !== "script_failed") return;
  script?.remove();
  const place = bankSlot();
  place.replaceChildren();
  place.dataset.customRef = customReference;
  outcome = undefined;
  const element = document.createElement("script");
  element.src = url;
  element.async = true;
  const timer = setTimeout(() => settle("script_failed"), SCRIPT_TIMEOUT_MS);
  element.onload = () => {
    clearTimeout(timer);
    settle(registerOnce() ? "script_loaded" : "script_failed");
  };
  element.onerror = () => {
    clearTimeout(timer);
    settle("script_failed");
  };
  script = element;
  document.head.append(element);
}

function settle(result: "script_loaded" | "script_failed"): void {
  outcome = result;
  tell({ type: result });
}

function tell(signal: BankSignal): void {
  for (const subscriber of subscribers) subscriber(signal);
}

/** @returns whether the script defined what it should */
function registerOnce(): boolean {
  const client = typeof AC === "undefined" ? undefined : AC;
  if (client === undefined || typeof client.add !== "function") return false;
  if (registered.has(client)) return true;
  registered.add(client);
  for (const name of AC_EVENT_NAMES) {
    client.add(name, (event: unknown) => {
      const tokenFingerprint = name === "onTokenCreated" ? hashToken(event) : Promise.resolve(undefined);
      tell({ type: "bank", name, tokenFingerprint });
    });
  }
  return true;
}

/**
 * SHA-256 of the token in the bank's event, in hex: all that ever leaves this page of it. The token goes nowhere
 * else, neither to storage nor to the console.
 *
 * @returns undefined where there is none, or where the page has no cryptography (plain HTTP)
 */
async function hashToken(event: unknown): Promise<string | undefined> {
  if (typeof event !== "object" || event === null || !("token" in event)) return undefined;
  // Over plain HTTP browsers leave `subtle` out, whatever its type says.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (typeof event.token !== "string" || subtle === undefined) return undefined;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(event.token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
