import { timingSafeEqual } from "node:crypto";
import { deriveKey, type KeyRing } from "@/lib/crypto/key-ring";
import { keyedDigest, newSecret } from "@/lib/crypto/secrets";

/** A browser that somebody signed in from. It does not sign in: it says whose failures are counted separately. */
export interface Device {
  readonly staffId: string;
  /** The device epoch of the account: anything issued under an older one is invalid. */
  readonly epoch: number;
  /** The key that its failures are counted by. */
  readonly id: string;
}

/** The purpose of a signed device text: kept by the browser, or given to it once by `npm run staff -- unlock`. */
export type DevicePurpose = "cookie" | "link";

const LASTS_MS = { cookie: 180 * 86_400_000, link: 15 * 60_000 } as const satisfies Record<
  DevicePurpose,
  number
>;
const SHAPE = /^([\w-]{1,16})\.([0-9a-f-]{36})\.(\d{1,9})\.([\w-]{32})\.(\d{13})\.([\w-]{43})$/;

/** A new device of an account. */
export function newDevice(staff: { id: string; deviceEpoch: number }): Device {
  return { staffId: staff.id, epoch: staff.deviceEpoch, id: newSecret() };
}

/** How long a text of this purpose is valid, in seconds. */
export function deviceSeconds(purpose: DevicePurpose): number {
  return LASTS_MS[purpose] / 1_000;
}

/** Writes a device as signed text. */
export function writeDevice(ring: KeyRing, purpose: DevicePurpose, device: Device, now = Date.now()): string {
  const kid = ring.keys[0].kid;
  const said = [kid, device.staffId, device.epoch, device.id, now + LASTS_MS[purpose]].join(".");
  return `${said}.${macOf(ring, kid, purpose, said).toString("base64url")}`;
}

/** Reads what `writeDevice` wrote for this purpose; null if somebody else wrote it, or it expired. */
export function readDevice(
  ring: KeyRing,
  purpose: DevicePurpose,
  text: string | null,
  now = Date.now(),
): Device | null {
  const [, kid, staffId, epoch, id, until, mac] = SHAPE.exec(text ?? "") ?? [];
  if (kid === undefined || staffId === undefined || id === undefined || mac === undefined) return null;
  if (Number(until) <= now || !ring.keys.some((key) => key.kid === kid)) return null;
  const said = [kid, staffId, epoch, id, until].join(".");
  const given = Buffer.from(mac, "base64url");
  const right = macOf(ring, kid, purpose, said);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return { staffId, epoch: Number(epoch), id };
}

function macOf(ring: KeyRing, kid: string, purpose: DevicePurpose, said: string): Buffer {
  return keyedDigest(deriveKey(ring, kid, `device-${purpose}`).key, said);
}
