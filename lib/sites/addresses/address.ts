import { isIP, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** What the address says about a delivery. Only `match` is evidence. */
export type AddressLeg = "match" | "mismatch" | "off" | "unknown";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Range {
  readonly contains: (address: Address) => boolean;
  readonly meaningful: boolean;
}

const PRIVATE: ReadonlySet<string> = new Set(["private", "linkLocal", "carrierGradeNat", "uniqueLocal"]);

const cache = new Map<string, Range>();
/** Results by address for a list, in production or development. The bank has few addresses. */
const judged = new WeakMap<readonly string[], Map<string, AddressLeg>>();
const MOST_JUDGED = 1_000;

/**
 * Checks a sender's address against a site's list. A range that says nothing about the sender (`*`, private networks,
 * loopback outside development, wider than /24 or /64) lets a delivery in, but as `off`: it is no evidence.
 *
 * @param address of the sender, null if no trustworthy one is known
 * @param allowed addresses or CIDR ranges, `*` for all
 * @param development loopback counts as evidence: the simulated bank is there
 */
export function judgeAddress(
  address: string | null,
  allowed: readonly string[],
  development: boolean,
): AddressLeg {
  if (address === null) return allowed.includes("*") ? "off" : "unknown";
  let legs = judged.get(allowed);
  if (legs === undefined || legs.size >= MOST_JUDGED) {
    legs = new Map();
    judged.set(allowed, legs);
  }
  const name = development ? `development ${address}` : address;
  let leg = legs.get(name);
  if (leg === undefined) {
    leg = judgeOnce(address, allowed, development);
    legs.set(name, leg);
  }
  return leg;
}

function judgeOnce(text: string, allowed: readonly string[], development: boolean): AddressLeg {
  const address = parseAddress(text);
  if (address === null) return "unknown";
  let leg: AddressLeg = "mismatch";
  for (const entry of allowed) {
    const range = readRange(entry, development);
    const inside = range.contains(address);
    if (inside && range.meaningful) return "match";
    if (inside) leg = "off";
  }
  return leg;
}

/** An address or a CIDR range, in parts; null if the text is neither. */
function parseEntry(entry: string): { network: Address; prefix: number } | null {
  const [text = "", prefixText, ...rest] = entry.split("/");
  const network = parseAddress(text);
  if (network === null || rest.length > 0) return null;
  const v4 = network.kind() === "ipv4";
  const widest = v4 ? 32 : 128;
  if (prefixText === undefined) return { network, prefix: widest };
  // The prefix of a mapped range (::ffff:1.2.3.4/120) counts bits that were removed from it.
  if ((v4 && isIPv6(text.trim())) || !/^\d{1,3}$/.test(prefixText) || Number(prefixText) > widest)
    return null;
  return { network, prefix: Number(prefixText) };
}

/** Whether a text is an address or a CIDR range. */
export function isAddressOrRange(entry: string): boolean {
  return parseEntry(entry) !== null;
}

/** Whether a range is too wide to say who sends: more than 256 addresses, or a /64. */
export function isWideRange(entry: string): boolean {
  const parsed = parseEntry(entry);
  return parsed === null || parsed.prefix < narrowest(parsed.network);
}

const narrowest = (network: Address) => (network.kind() === "ipv4" ? 24 : 64);

/** What an entry of a site's list proves: only `evidence` proves anything. */
export type EntryMeaning = "evidence" | "everybody" | "wide" | "private" | "loopback" | "unreadable";

/**
 * What a match with an entry would prove.
 *
 * @param entry an address, a CIDR range, or `*`
 * @param development loopback counts as evidence: the simulated bank is there
 */
export function readEntry(entry: string, development: boolean): EntryMeaning {
  if (entry === "*") return "everybody";
  const parsed = parseEntry(entry);
  if (parsed === null) return "unreadable";
  const { network, prefix } = parsed;
  if (prefix < narrowest(network)) return "wide";
  const range = network.range();
  if (range === "loopback") return development ? "evidence" : "loopback";
  return PRIVATE.has(range) ? "private" : "evidence";
}

/**
 * Reads an address. `::ffff:1.2.3.4`, as a dual-stack socket writes 1.2.3.4, is 1.2.3.4; zones (`%eth0`) are ignored.
 *
 * @returns null if the text is not an address, or only a lenient parser would read one into it (`1.2`, `010.0.0.1`)
 */
export function parseAddress(text: string): Address | null {
  const bare = text.trim().replace(/%.*$/, "");
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
}

/** An address in its canonical form; other text is unchanged. */
export function normaliseAddress(address: string): string {
  return parseAddress(address)?.toString() ?? address.trim();
}

/** Whether an address is loopback or of a private network. */
export function isNearby(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && isNear(address);
}

function isNear(address: Address): boolean {
  const kind = address.range();
  return kind === "loopback" || PRIVATE.has(kind);
}

/** The peers that may forward addresses: those listed, or by default loopback and private networks. */
export function makeProxyList(entries: readonly string[] | undefined): (address: string) => boolean {
  const ranges = entries?.map((entry) => makeRange(entry, false));
  return (text) => {
    const address = parseAddress(text);
    if (address === null) return false;
    if (ranges !== undefined) return ranges.some((range) => range.contains(address));
    return isNear(address);
  };
}

function readRange(entry: string, development: boolean): Range {
  const name = `${development}:${entry}`;
  let range = cache.get(name);
  if (range === undefined) {
    range = makeRange(entry, development);
    cache.set(name, range);
  }
  return range;
}

function makeRange(entry: string, development: boolean): Range {
  const meaningful = readEntry(entry, development) === "evidence";
  if (entry === "*") return { contains: () => true, meaningful };
  const parsed = parseEntry(entry);
  if (parsed === null) return { contains: () => false, meaningful };
  const { network, prefix } = parsed;
  return {
    contains: (address) => address.kind() === network.kind() && address.match(network, prefix),
    meaningful,
  };
}
