import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { makeRsaKey, readRsaKey } from "./rsa-key";

it("reads a key that it made, in every form an environment can hold", async () => {
  const key = await makeRsaKey();
  const oneLine = key.privatePem.replaceAll("\n", "\\n");
  for (const text of [key.privatePem, oneLine, Buffer.from(key.privatePem).toString("base64")])
    expect(readRsaKey(text)).toEqual({ ok: true, key });
  expect(key.publicPem).toContain("BEGIN PUBLIC KEY");
});

it("says what is wrong with others, and quotes nothing", () => {
  const pem = { type: "pkcs8", format: "pem" } as const;
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pem).toString();
  const other = generateKeyPairSync("ed25519").privateKey.export(pem).toString();
  expect(readRsaKey(short)).toEqual({ ok: false, problem: "is shorter than 2048 bits" });
  expect(readRsaKey(other)).toEqual({ ok: false, problem: "is not an RSA key" });
  for (const text of ["", "secret", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
    expect(readRsaKey(text)).toEqual({ ok: false, problem: "is not a private key in PEM" });
});
