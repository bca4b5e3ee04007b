import { expect, it } from "vitest";
import { gaveSecondFactor, mapRole, readPerson } from "./person";

const TOKEN = { iss: "https://login.test", sub: "7b1c" };
const VERIFIED = { email: "Ines@Example.com", email_verified: true };
const read = (idToken: object, userinfo: object = {}, claim: string | null = "groups") =>
  readPerson({ idToken: { ...TOKEN, ...idToken }, userinfo: { ...userinfo } }, claim);

it.each([
  ["the ID token", VERIFIED, {}, "ines@example.com"],
  ["userinfo", {}, VERIFIED, "ines@example.com"],
  ["text", { ...VERIFIED, email_verified: "true" }, {}, "ines@example.com"],
  ["nobody", { email: VERIFIED.email }, {}, null],
  ["a false", { ...VERIFIED, email_verified: false }, {}, null],
  // An address of one place is not verified by what the other says of its own.
  ["the other place", { email: "boss@example.com" }, VERIFIED, null],
])("takes an address for verified if %s says so", (_by, idToken, userinfo, email) => {
  expect(read(idToken, userinfo)?.email).toBe(email);
});

it("takes a name that can be shown, or the beginning of the address", () => {
  expect(read({ ...VERIFIED, name: " Ines " })?.name).toBe("Ines");
  expect(read({ ...VERIFIED, name: "I\u202enes" })?.name).toBe("ines");
  expect(read({})?.name).toBe("7b1c");
  expect(readPerson({ idToken: { sub: "7b1c" }, userinfo: {} }, null)).toBeNull();
});

it("maps the first pair that fits, whatever else somebody is", () => {
  const mappings = [
    { value: "leads", role: "admin" },
    { value: "desk", role: "support" },
  ] as const;
  const roleOf = (groups: unknown) =>
    mapRole({ claim: "groups", mappings }, read({ groups }) ?? { roleValues: [] });
  expect(roleOf(["staff", "desk", "leads"])).toBe("admin");
  expect(roleOf("desk")).toBe("support");
  for (const other of [["staff"], "owner", [], undefined, { desk: true }, [["desk"]]])
    expect(roleOf(other)).toBe("none");
  expect(mapRole(null, { roleValues: ["leads"] })).toBeNull();
});

it("reads how somebody proved themselves from the ID token alone", () => {
  const gave = (idToken: object, userinfo: object = {}) =>
    gaveSecondFactor({ secondFactorValues: ["hwk", "urn:gold"] }, read(idToken, userinfo) ?? { proofs: [] });
  expect(gave({ amr: ["pwd", "hwk"] })).toBe(true);
  expect(gave({ acr: "urn:gold" })).toBe(true);
  expect(gave({ amr: ["pwd"] })).toBe(false);
  expect(gave({ amr: { hwk: true } }, { amr: ["hwk"], acr: "urn:gold" })).toBe(false);
  expect(gaveSecondFactor({ secondFactorValues: [] }, { proofs: ["hwk"] })).toBe(false);
});
