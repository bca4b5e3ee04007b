import { BlockList, isIP, isIPv4 } from "node:net";

/** What the address says of a delivery. Only `match` is evidence. */
export type AddressLeg = "match" | "mismatch" | "off" | "unknown";

interface Range {
  readonly list: BlockList | null;
  readonly meaningful: boolean;
}

const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
PRIVATE.addSubnet("fc00::", 7, "ipv6");
PRIVATE.addSubnet("fe80::", 10, "ipv6");
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

const cache = new Map<string, Range>();
/** What was judged of addresses by a list, in production or development. The bank has few of them. */
const judged = new WeakMap<readonly string[], Map<string, AddressLeg>>();
const MOST_JUDGED = 1_000;

/**
 * Judges a sender's address against a site's list.
 *
 * A range that says nothing about who sends (`*`, private networks, loopback outside development, wider
 * than /24 or /64) lets a delivery in, but as `off`: it is no evidence.
 *
 * @param address of the sender, null where no trustworthy one is known
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

function judgeOnce(address: string, allowed: readonly string[], development: boolean): AddressLeg {
  const plain = normaliseAddress(address);
  if (isIP(plain) === 0) return "unknown";
  const family = isIPv4(plain) ? "ipv4" : "ipv6";
  let leg: AddressLeg = "mismatch";
  for (const entry of allowed) {
    const range = readRange(entry, development);
    const inside = range.list === null || range.list.check(plain, family);
    if (inside && range.meaningful) return "match";
    if (inside) leg = "off";
  }
  return leg;
}

/** An address or a CIDR range, in parts; null where the text is neither. */
function parseEntry(entry: string): { network: string; prefix: number; v4: boolean } | null {
  const [text = "", prefixText, ...rest] = entry.split("/");
  const network = normaliseAddress(text);
  if (isIP(network) === 0 || rest.length > 0) return null;
  const v4 = isIPv4(network);
  const widest = v4 ? 32 : 128;
  if (prefixText === undefined) return { network, prefix: widest, v4 };
  // The prefix of a mapped range (::ffff:1.2.3.4/120) counts other bits than those that are left of it.
  if (network !== text || !/^\d{1,3}$/.test(prefixText) || Number(prefixText) > widest) return null;
  return { network, prefix: Number(prefixText), v4 };
}

/** What an entry of a site's list says of who sends: only `evidence` says anything. */
export type EntryMeaning = "evidence" | "everybody" | "wide" | "private" | "loopback" | "unreadable";

/**
 * Says what a match with an entry would be worth.
 *
 * @param entry an address, a CIDR range, or `*`
 * @param development loopback counts as evidence: the simulated bank is there
 */
export function readEntry(entry: string, development: boolean): EntryMeaning {
  if (entry === "*") return "everybody";
  const parsed = parseEntry(entry);
  if (parsed === null) return "unreadable";
  const { network, prefix, v4 } = parsed;
  const family = v4 ? "ipv4" : "ipv6";
  if (prefix < (v4 ? 24 : 64)) return "wide";
  if (LOOPBACK.check(network, family)) return development ? "evidence" : "loopback";
  return PRIVATE.check(network, family) ? "private" : "evidence";
}

/** `::ffff:1.2.3.4` is how a dual-stack socket writes 1.2.3.4; zones (`%eth0`) say nothing. */
export function normaliseAddress(address: string): string {
  const bare = address.trim().replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare);
  return mapped?.[1] ?? bare;
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
  if (entry === "*") return { list: null, meaningful };
  const list = new BlockList();
  const parsed = parseEntry(entry);
  if (parsed !== null) list.addSubnet(parsed.network, parsed.prefix, parsed.v4 ? "ipv4" : "ipv6");
  return { list, meaningful };
}
