import { expect, it } from "vitest";
import { readEntry } from "./address";
import { isTooWeak } from "./weakness";

it.each([
  ["185.8.76.132", "evidence"],
  ["::ffff:185.8.76.132", "evidence"],
  ["185.8.76.0/24", "evidence"],
  ["185.8.76.0/23", "wide"],
  ["2001:db8::/63", "wide"],
  ["*", "everybody"],
  ["192.168.1.7", "private"],
  ["fd00::/64", "private"],
  ["::1", "loopback"],
  ["185.8.76", "unreadable"],
  ["1.2.3.4/33", "unreadable"],
  ["::ffff:1.2.3.4/120", "unreadable"],
] as const)("%s in a list means %s", (entry, meaning) => {
  expect(readEntry(entry, false)).toBe(meaning);
});

it.each([
  [["*"], true],
  [["127.0.0.1"], true],
  [["185.8.76.132"], false],
  [["185.8.76.132", "127.0.0.1"], false],
  // Anybody let in by the other entry can compute the hash.
  [["185.8.76.132", "*"], true],
  [["185.8.76.132", "0.0.0.0/1"], true],
])("a public reference with the addresses %j is too weak: %s", (allowedIps, expected) => {
  const bank = { development: false, acceptWeak: false };
  expect(isTooWeak({ publicRef: true, allowedIps }, bank)).toBe(expected);
  expect(isTooWeak({ publicRef: false, allowedIps }, bank)).toBe(false);
  expect(isTooWeak({ publicRef: true, allowedIps }, { ...bank, acceptWeak: true })).toBe(false);
  expect(isTooWeak({ publicRef: true, allowedIps }, { ...bank, development: true })).toBe(false);
});
