import { describe, expect, it } from "vitest";
import {
  PEER_HEADER,
  PEER_PROOF_HEADER,
  peerProof,
  senderAddress,
  vouchedPeer,
} from "@/lib/webhooks/receive/peer";
import { judgeAddress, makeProxyList, readEntry } from "./address";

const BANK = ["185.8.76.132"];

describe("judgeAddress", () => {
  it.each([
    ["185.8.76.132", BANK, "match"],
    ["::ffff:185.8.76.132", BANK, "match"],
    ["185.8.76.133", BANK, "mismatch"],
    ["185.8.76.200", ["185.8.76.0/24"], "match"],
    ["185.8.77.1", ["185.8.76.0/24"], "mismatch"],
    ["2001:db8::5", ["2001:db8::/64"], "match"],
    ["2001:db8:0:1::5", ["2001:db8::/64"], "mismatch"],
    ["8.8.8.8", ["*"], "off"],
    ["185.8.76.132", ["185.0.0.0/8"], "off"],
    ["2001:db8::5", ["2001:db8::/32"], "off"],
    ["10.1.2.3", ["10.1.2.3"], "off"],
    ["172.16.0.9", ["172.16.0.9/32"], "off"],
    ["127.0.0.1", ["127.0.0.1"], "off"],
    ["185.8.76.132", ["*", "185.8.76.132"], "match"],
    ["not an address", BANK, "unknown"],
    [null, BANK, "unknown"],
    [null, ["*"], "off"],
    ["185.8.76.132", [], "mismatch"],
    ["185.8.76.132", ["185.8.76.132/99"], "mismatch"],
  ] as const)("%s against %j is %s", (address, allowed, leg) => {
    expect(judgeAddress(address, allowed, false)).toBe(leg);
  });

  it("believes loopback in development alone", () => {
    expect(judgeAddress("127.0.0.1", ["127.0.0.1"], true)).toBe("match");
    expect(judgeAddress("::1", ["::1"], true)).toBe("match");
  });
});

it.each([
  ["::ffff:0:0/96", "unreadable"],
  ["::ffff:1.2.3.4/120", "unreadable"],
  ["2001:DB8:0::/64", "evidence"],
  ["1.2", "unreadable"],
] as const)("an entry %s is %s", (entry, meaning) => {
  expect(readEntry(entry, false)).toBe(meaning);
});

describe("senderAddress", () => {
  const isPrivate = makeProxyList(undefined);

  it.each([
    ["1.2.3.4", null, 0, "1.2.3.4"],
    ["::ffff:1.2.3.4", "9.9.9.9", 0, "1.2.3.4"],
    ["10.0.0.1", "6.6.6.6, 1.2.3.4", 1, "1.2.3.4"],
    ["10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", 2, "1.2.3.4"],
    ["10.0.0.1", "1.2.3.4", 2, null],
    ["10.0.0.1", null, 1, null],
    ["10.0.0.1", "unknown", 1, null],
    [null, null, 0, null],
  ] as const)("of %s, forwarded %s, %i hops, is %s", (peer, forwarded, hops, address) => {
    expect(senderAddress(peer, forwarded, { hops, isProxy: isPrivate })).toBe(address);
  });

  it.each([
    ["an empty entry counts", "10.0.0.1", "185.8.76.132, , 10.0.0.2", 2, null],
    ["so does one at the end", "10.0.0.1", "185.8.76.132,", 1, null],
    ["and one that is a blank", "10.0.0.1", "185.8.76.132, ", 1, null],
    ["nobody vouches for the peer", null, "185.8.76.132", 1, null],
    ["a port", "10.0.0.1", "185.8.76.132:5678", 1, "185.8.76.132"],
    ["a port of IPv6", "10.0.0.1", "[2001:DB8::1]:5678", 1, "2001:db8::1"],
    ["brackets", "10.0.0.1", "[2001:db8::1]", 1, "2001:db8::1"],
    ["IPv4 as IPv6", "10.0.0.1", "::ffff:185.8.76.132", 1, "185.8.76.132"],
    ["IPv4 as IPv6, in figures", "10.0.0.1", "::ffff:b908:4c84", 1, "185.8.76.132"],
    ["a short form", "10.0.0.1", "185.8.19588", 1, null],
    ["an octal form", "10.0.0.1", "0271.8.76.132", 1, null],
    ["quotes", "10.0.0.1", '"185.8.76.132"', 1, null],
    ["what Forwarded would say", "10.0.0.1", "for=185.8.76.132", 1, null],
    ["a name", "10.0.0.1", "bank.example", 1, null],
    ["a peer that is no proxy speaks for itself", "203.0.113.9", "185.8.76.132", 1, "203.0.113.9"],
    ["so does the bank", "185.8.76.132", null, 1, "185.8.76.132"],
    ["a proxy on IPv6", "fd00::1", "185.8.76.132", 1, "185.8.76.132"],
    ["a proxy on a dual-stack socket", "::ffff:10.0.0.1", "185.8.76.132", 1, "185.8.76.132"],
  ] as const)("%s", (_what, peer, forwarded, hops, address) => {
    expect(senderAddress(peer, forwarded, { hops, isProxy: isPrivate })).toBe(address);
  });

  it("believes the peers that are listed, and no others", () => {
    const proxies = { hops: 1, isProxy: makeProxyList(["203.0.113.0/24", "2001:db8::/32"]) };
    expect(senderAddress("203.0.113.9", "185.8.76.132", proxies)).toBe("185.8.76.132");
    expect(senderAddress("2001:db8::9", "185.8.76.132", proxies)).toBe("185.8.76.132");
    expect(senderAddress("10.0.0.1", "185.8.76.132", proxies)).toBe("10.0.0.1");
    expect(senderAddress("127.0.0.1", "185.8.76.132", proxies)).toBe("127.0.0.1");
  });
});

describe("vouchedPeer", () => {
  it("takes nobody's word but this process's", () => {
    const headers = new Headers({ [PEER_HEADER]: "185.8.76.132" });
    expect(vouchedPeer(headers)).toBeNull();
    headers.set(PEER_PROOF_HEADER, "0".repeat(peerProof().length));
    expect(vouchedPeer(headers)).toBeNull();
    headers.set(PEER_PROOF_HEADER, peerProof());
    expect(vouchedPeer(headers)).toBe("185.8.76.132");
  });
});
