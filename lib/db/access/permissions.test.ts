import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { includesAll, may, PERMISSIONS, type Permission, personalOf } from "./permissions";
import { linkedUsers, seenAccounts, seenCards, seenPayments } from "./personal-data";
import { type Scope, SYSTEM_SCOPE } from "./scope";

/** From most to fewest permissions; the auditor stands aside. */
const ROLES = ["owner", "admin", "support", "viewer"] as const;
const permissions = Object.keys(PERMISSIONS) as Permission[];

function filesIn(...folders: string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes("generated") && !name.includes(".test."))
      .map((name) => ({
        path: `${folder}/${name}`,
        text: readFileSync(`${folder}/${name}`, "utf8"),
      })),
  );
}

it("gives each role what the lower ones have, and more", () => {
  for (const permission of permissions) {
    const granted = ROLES.map((role) => may({ role }, permission));
    expect(granted, permission).toEqual([...granted].sort((left, right) => Number(right) - Number(left)));
  }
  expect(may({ role: "support" }, "users:write")).toBe(true);
  expect(may({ role: "viewer" }, "users:write")).toBe(false);
  expect(may({ role: "support" }, "settings:read")).toBe(false);
  expect(permissions.every((permission) => may({ role: "system" }, permission))).toBe(true);
  expect(permissions.some((permission) => may({ role: "end_user" }, permission))).toBe(false);
});

it("lets one person have more or less than their role, of what can be given to a person", () => {
  const personal = { given: ["tokens:reveal", "settings:write"], taken: ["users:export", "users:read"] };
  const person = { role: "support", personal } as const;
  expect(may(person, "tokens:reveal")).toBe(true);
  expect(may(person, "users:export")).toBe(false);
  // These are the role's alone, whatever the database says.
  expect(may(person, "settings:write")).toBe(false);
  expect(may(person, "users:read")).toBe(true);
  expect(personalOf("support", ["tokens:reveal", "tokens:assign"])).toEqual({
    given: ["tokens:reveal"],
    taken: ["users:export", "transactions:export", "tokens:confirm"],
  });
});

it("lets nobody manage whoever has a permission that they lack", () => {
  const admin = { role: "admin" } as const;
  const revealer = { role: "viewer", personal: { given: ["tokens:reveal"], taken: [] } } as const;
  expect(includesAll(admin, { role: "support" })).toBe(true);
  expect(includesAll(admin, revealer)).toBe(false);
  expect(includesAll({ role: "owner" }, revealer)).toBe(true);
  const lessened = { ...admin, personal: { given: [], taken: ["users:export"] } };
  expect(includesAll(lessened, { role: "support" })).toBe(false);
  expect(includesAll(lessened, { role: "viewer" })).toBe(true);
});

it("is asked by every staff page, and by every action", () => {
  const pages = filesIn("app/(staff)").filter(({ path }) => path.endsWith("/page.tsx"));
  expect(pages.length).toBeGreaterThan(10);
  for (const { path, text } of pages) expect(text, path).toMatch(/requireStaff\("[a-z_]+:[a-z]+"\)/);
  const actions = filesIn("components", "app").filter(({ text }) => text.includes("staffAction("));
  expect(actions.length).toBeGreaterThan(5);
  for (const { path, text } of actions)
    expect(text.match(/permission: "/g)?.length, path).toBe(text.match(/staffAction\(/g)?.length);
});

/** Whose actions are for people who have no session yet: language and theme are cookies of a browser. */
const BEFORE_SESSIONS = [
  "components/invitation/actions.ts",
  "components/sign-in/actions.ts",
  "lib/i18n/preferences.ts",
];

it("is gone round by no other way into the server", () => {
  const open = filesIn("components", "app", "lib")
    .filter(({ text }) => /^\s*["']use server["']/m.test(text))
    .filter(({ text }) => /^export (?!type |interface |const \w+ = staffAction\()/m.test(text));
  expect(open.map(({ path }) => path).sort()).toEqual(BEFORE_SESSIONS);
});

it("is the only thing that decides by a member of staff's role", () => {
  const deciding = filesIn("app", "components", "lib").filter(({ text }) =>
    /role\s*(===|!==)\s*"(owner|admin|support|viewer|auditor)"/.test(text),
  );
  // No permissions: one owner with a password stays; an issuer's role takes nobody's ownership; who gets outage e-mails.
  expect(deciding.map(({ path }) => path).toSorted()).toEqual([
    "lib/staff/members/change-member.ts",
    "lib/staff/oidc/sign-in-with-oidc.ts",
    "lib/staff/store.ts",
  ]);
});

it("hides personal data from a role that may not see it, wherever it is read from", () => {
  const scopeOf = (role: Scope["role"]): Scope => ({ ...SYSTEM_SCOPE, role });
  for (const seen of [linkedUsers, seenCards, seenAccounts, seenPayments]) {
    for (const role of ["system", "owner", "admin", "support"] as const)
      expect(seen(scopeOf(role)).sql).toMatch(/^\w+$/);
    for (const role of ["viewer", "auditor", "end_user"] as const)
      expect(seen(scopeOf(role)).sql).toMatch(/^\(SELECT /);
  }
});

it("gives the auditor nothing that changes something, and nothing that is not an admin's", () => {
  const theirs = permissions.filter((permission) => may({ role: "auditor" }, permission));
  expect(theirs.filter((name) => !name.endsWith(":read"))).toEqual(["account:own"]);
  expect(includesAll({ role: "admin" }, { role: "auditor" })).toBe(true);
});

/** Queries that read the table itself: they show nothing to staff, or write, or answer whoever the data are of. */
const DIRECT = [
  "lib/incidents/facts-store.ts",
  "lib/links/finding/user-words-store.ts",
  "lib/links/import/import-people-store.ts",
  "lib/links/inviting/lost-accesses-store.ts",
  "lib/links/inviting/make-links-store.ts",
  "lib/links/listing/attention-store.ts",
  "lib/links/sessions/sessions-store.ts",
  "lib/links/standing/standing-counts-store.ts",
  "lib/links/standing/standing-store.ts",
  "lib/links/users/edit-user-store.ts",
  "lib/overview/first-steps-store.ts",
  "lib/partner-api/api-store.ts",
  "lib/user-mails/affected-store.ts",
  "lib/user-mails/mails-store.ts",
];

it("is asked by every query that shows linked users to staff", () => {
  const direct = filesIn("lib").filter(({ text }) => /(FROM|JOIN) linked_users\b/.test(text));
  expect(direct.map(({ path }) => path).sort()).toEqual(DIRECT);
});

it("is asked where people are found by their words", () => {
  const reading = filesIn("lib").filter(({ text }) => /(FROM|JOIN) linked_user_words\b/.test(text));
  expect(reading.length).toBeGreaterThan(1);
  for (const { path, text } of reading)
    if (path !== "lib/links/finding/user-words-store.ts")
      expect(text, path).toContain('may(scope, "personal_data:read")');
});

/** Whoever reads ids of the bank to write, to answer the partner's backend, or to find what only support looks for. */
const OWN_IDS = [
  "lib/cards/attribution/bank-cards-store.ts",
  "lib/cards/attribution/named-cards-store.ts",
  "lib/cards/versions/account-owners-store.ts",
  "lib/cards/versions/fetched-store.ts",
  "lib/cards/versions/versions-store.ts",
  "lib/partner-api/api-store.ts",
  "lib/partner-api/cards-store.ts",
  "lib/webhooks/review/dry-run-store.ts",
];

it("is asked by every query that shows ids of the bank to staff, or finds by them", () => {
  const reading = filesIn("lib").filter(({ path, text }) =>
    path.endsWith("store.ts") || path.endsWith("-sql.ts")
      ? /\b[a-z]*\.?(card_ref|acc_id|txid|request_id)\b|\bc\.holder\b/.test(text)
      : false,
  );
  const asking = /\bseen(Cards|Accounts|Payments)\(scope\)|may\(scope, "personal_data:read"\)/;
  expect(
    reading
      .filter(({ text }) => !asking.test(text))
      .map(({ path }) => path)
      .sort(),
  ).toEqual(OWN_IDS);
});

/** Queries of Prisma's own that read a table with personal data: none shows what is personal. */
const BY_PRISMA = [
  "lib/bank-api/fetch/fetch-store.ts",
  "lib/cards/attribution/attribution-store.ts",
  "lib/cards/versions/fetched-store.ts",
  "lib/links/users/users-store.ts",
];

it("is not gone round by queries that Prisma writes", () => {
  const reading =
    /\.(linkedUser|card|cardAccount|cardTransaction)\.(find|groupBy|aggregate)|\b(linkedUser|card|cardAccount): (true|\{ (select|include))/;
  const found = filesIn("lib", "app").filter(({ text }) => reading.test(text));
  expect(found.map(({ path }) => path).sort()).toEqual(BY_PRISMA);
});
