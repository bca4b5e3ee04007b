import { fingerprint } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/connect/client";
import { addTry, networkOf } from "@/lib/db/rate-limit";

/**
 * Limits of the connect page in 15 minutes: per link, more than any person and their tabs need; per network, enough
 * for a whole office.
 */
const MOST = {
  connect: { link: 60, network: 300 },
  reconnect: { link: 5, network: 60 },
  // A few clicks each.
  "connect events": { link: 600, network: 3_000 },
  // Pages poll several times a minute while they are open.
  "connect status": { link: 3_000, network: 15_000 },
  "connect not-me": { link: 10, network: 60 },
} as const;

/**
 * Counts a request of the connect page, by network first: somebody who guesses links never guesses one twice.
 *
 * @param address of the request; null if unknown
 * @returns how many seconds until it may be asked again; null while it is within the limits
 */
export async function countConnectRequest(
  db: Db,
  kind: keyof typeof MOST,
  { secret, address }: { readonly secret: string; readonly address: string | null },
): Promise<number | null> {
  const ofNetwork = await addTry(db, `${kind} from ${fingerprint(networkOf(address)).toString("hex")}`);
  if (ofNetwork.count > MOST[kind].network) return ofNetwork.seconds;
  const ofLink = await addTry(db, `${kind} ${fingerprint(secret).toString("hex")}`);
  return ofLink.count > MOST[kind].link ? ofLink.seconds : null;
}
