import { createCipheriv, randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKey, type KeyRing, parseKeyRing, UnknownKeyError } from "./key-ring";
import { openReference, sealReference } from "./reference";
import { open, seal } from "./seal";

function ring(...kids: string[]): KeyRing {
  const parsed = parseKeyRing(kids.map((kid) => `${kid}:${keys(kid)}`).join(","));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}
const made = new Map<string, string>();
function keys(kid: string): string {
  const key = made.get(kid) ?? randomBytes(32).toString("base64");
  made.set(kid, key);
  return key;
}
const place = { table: "t", row: "r", site: "s" };

describe("seal", () => {
  it("opens what it sealed, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, at) => {
        const sealed = seal(ring("a"), place, bytes);
        expect(new Uint8Array(open(ring("a"), place, sealed))).toEqual(bytes);
        const changed = Buffer.from(sealed);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(() => open(ring("a"), place, changed)).toThrow();
      }),
    );
  });

  it.each([["table"], ["row"], ["site"]])("does not open for another %s", (part) => {
    const sealed = seal(ring("a"), place, Buffer.from("secret"));
    expect(() => open(ring("a"), { ...place, [part]: "x" }, sealed)).toThrow("do not open here");
  });

  it("opens with an older key, and names one that it lacks", () => {
    const sealed = seal(ring("old"), place, Buffer.from("secret"));
    expect(open(ring("new", "old"), place, sealed).toString()).toBe("secret");
    expect(() => open(ring("new"), place, sealed)).toThrow(UnknownKeyError);
  });

  it("seals each table and each month under a key of its own, and opens them all", () => {
    const months = ["2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z", "2027-11-15T12:00:00Z"].map(Date.parse);
    const secret = Buffer.from("secret");
    const sealed = months.flatMap((now) =>
      ["t", "u"].map((table) => ({ table, bytes: seal(ring("a"), { ...place, table }, secret, now) })),
    );
    const keyOf = (bytes: Buffer, table: string) =>
      deriveKey(ring("a"), "a", `seal:${table}:${bytes.readUInt16BE(3)}`).key.toString("hex");
    expect(new Set(sealed.map(({ table, bytes }) => keyOf(bytes, table))).size).toBe(6);
    for (const { table, bytes } of sealed)
      expect(open(ring("a"), { ...place, table }, bytes)).toEqual(secret);
    // Under the key of another month it does not open.
    const [november, december] = [sealed[0]?.bytes ?? secret, sealed[2]?.bytes ?? secret];
    const moved = Buffer.from(november);
    december.copy(moved, 3, 3, 5);
    expect(() => open(ring("a"), place, moved)).toThrow("do not open here");
  });

  it("opens what was sealed before keys were derived by table and month", () => {
    const { key } = deriveKey(ring("a"), "a", "seal");
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from("t\nr\ns"));
    const text = Buffer.concat([cipher.update("secret"), cipher.final()]);
    const sealed = Buffer.concat([Buffer.from("\x01\x01a", "latin1"), iv, text, cipher.getAuthTag()]);
    expect(open(ring("a"), place, sealed).toString()).toBe("secret");
    expect(() => open(ring("a"), { ...place, row: "x" }, sealed)).toThrow("do not open here");
  });

  it("never gives the same bytes twice", () => {
    const seals = Array.from({ length: 2_000 }, () =>
      seal(ring("a"), place, Buffer.from("x")).toString("hex"),
    );
    expect(new Set(seals).size).toBe(seals.length);
  });
});

describe("a custom reference", () => {
  it("is at most 255 characters, and opens to its attempt for its own site", async () => {
    const widest = ring("k".repeat(16));
    for (let times = 0; times < 50; times += 1) {
      const [site, attempt] = [randomUUID(), randomUUID()];
      const reference = await sealReference(widest, site, attempt);
      expect(reference.length).toBeLessThanOrEqual(255);
      expect(await openReference(widest, site, reference)).toMatchObject({ ok: true, attemptId: attempt });
      expect(await openReference(widest, randomUUID(), reference)).toEqual({ ok: false, reason: "not_ours" });
    }
  });

  it("that is missing, foreign or sealed with a key we lack says so", async () => {
    const theirs = await sealReference(ring("b"), "site", randomUUID());
    expect(await openReference(ring("a"), "site", null)).toEqual({ ok: false, reason: "absent" });
    expect(await openReference(ring("a"), "site", "")).toEqual({ ok: false, reason: "absent" });
    expect(await openReference(ring("a"), "site", "user-42")).toEqual({ ok: false, reason: "not_ours" });
    expect(await openReference(ring("a"), "site", theirs)).toEqual({
      ok: false,
      reason: "unknown_key",
      kid: "b",
    });
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
        expect((await openReference(ring("a"), "site", text)).ok).toBe(false);
      }),
    );
  });
});
