import { describe, expect, it } from "vitest";
import { judgeAddress } from "./address";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof, senderAddress, vouchedPeer } from "./peer";

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

describe("senderAddress", () => {
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
    expect(senderAddress(peer, forwarded, hops)).toBe(address);
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
