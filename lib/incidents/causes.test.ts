import { expect, it } from "vitest";
import { likelyCause } from "./causes";

const from = (reason: string, peer = "185.8.76.132", forwarded = false) => ({ reason, peer, forwarded });

it.each([
  ["partner_reference", [from("hash_mismatch"), from("hash_mismatch")]],
  ["address_list", [from("address_mismatch", "203.0.113.7")]],
  ["proxy_hops", [from("address_mismatch", "10.1.2.3")]],
  ["proxy_hops", [from("address_mismatch", "::ffff:192.168.0.2")]],
  ["proxy_hops", [from("address_unknown", "203.0.113.7", true)]],
  ["proxy_hops", [from("address_mismatch", "fd00::1")]],
  ["staleness", [from("stale")]],
  ["not_notifications", [from("the body is empty")]],
  ["mixed", [from("hash_mismatch"), from("address_mismatch", "203.0.113.7")]],
])("names %s", (cause, refusals) => {
  expect(likelyCause(refusals)).toBe(cause);
});
