import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { GIVEABLE, type Giveable, may, type Permission, personalOf } from "@/lib/db/access/permissions";
import { STAFF_ROLES, type StaffRole } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { insertStaff } from "@/lib/staff/store";
import { ACTIONS, type Need, PAGES, ROUTES } from "@/scripts/access/doors";
import { signIn } from "../support/browser/sign-in";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeProductionSettings, type Production, startProduction } from "../support/production";
import { PLANTED, type Planted, plant } from "../support/secrets/planted";

const PASSWORD = "correct-horse-battery-9";
// What Next's build says of its server actions.
const manifestSchema = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), filename: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** Somebody who tries every door, and what they may. */
interface Visitor {
  readonly who: string;
  readonly id: string | null;
  readonly cookie: string;
  readonly may: (need: Permission) => boolean;
  readonly seesAll: boolean;
  /** They are limited to a site that has nothing of what was planted. */
  readonly elsewhere: boolean;
}

/** What a door answered. */
interface Answer {
  readonly status: number;
  readonly to: string | null;
  readonly text: string;
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Production;
let ids: Planted;
const visitors: Visitor[] = [];
/** They come to hundreds of doors. */
vi.setConfig({ testTimeout: 240_000 });

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = await makeProductionSettings(database.url);
  server = startProduction(settings);
  await server.ready();
  ids = await plant(database, server.webhookUrl);
  const ring = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!ring.ok) throw new Error(ring.problem);
  const { siteId: otherSite } = await makeSite(database, { ring: ring.ring });
  for (const role of STAFF_ROLES) await visit(role, role);
  await visit("viewer who may take files", "viewer", { wanted: ["users:export", "transactions:export"] });
  await visit("support without what can be taken", "support", { wanted: [] });
  await visit("support of another site", "support", { siteIds: [otherSite] });
  const nobody = { who: "nobody", id: null, cookie: "", may: () => false, seesAll: false, elsewhere: false };
  visitors.push(nobody);
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

async function visit(
  who: string,
  role: StaffRole,
  { wanted, siteIds }: { wanted?: readonly Giveable[]; siteIds?: readonly string[] } = {},
): Promise<void> {
  const email = `${who.replaceAll(" ", "-")}@kiosque.example`;
  const made = await hashNewPassword(PASSWORD, email);
  if (!made.ok) throw new Error(made.fault);
  const id = await insertStaff(database.prisma, { email, name: who, passwordHash: made.hash, role });
  if (id === null) throw new Error("the e-mail is taken");
  const personal = personalOf(role, wanted ?? GIVEABLE.filter((each) => may({ role }, each)));
  await database.prisma.staff.update({
    where: { id },
    data: {
      ...{ givenPermissions: [...personal.given], takenPermissions: [...personal.taken] },
      ...(siteIds !== undefined && { everySite: false, siteIds: [...siteIds] }),
    },
  });
  const { status, cookie } = await signIn(server.url, { email, password: PASSWORD });
  expect(status).toBe(200);
  const seesAll = may({ role }, "personal_data:read");
  const asked = (need: Permission) => may({ role, personal }, need);
  visitors.push({ who, id, cookie, may: asked, seesAll, elsewhere: siteIds !== undefined });
}

async function ask(path: string, { cookie }: Visitor, init: RequestInit = {}): Promise<Answer> {
  const left = new AbortController();
  const headers = { ...(init.headers as Record<string, string>), ...(cookie !== "" && { cookie }) };
  const whole = { ...init, headers, redirect: "manual", signal: left.signal } as const;
  const response = await fetch(`${server.url}${path}`, whole);
  const to = response.headers.get("location");
  // The live stream does not end.
  if (!/event-stream/.test(response.headers.get("content-type") ?? ""))
    return { status: response.status, to, text: await response.text() };
  left.abort();
  return { status: response.status, to, text: "" };
}

/** Tries all doors one after the other, as everybody at once, and checks each answer. */
async function tryEach<Door>(
  doors: readonly Door[],
  comers: readonly Visitor[],
  knock: (door: Door, visitor: Visitor) => Promise<Answer>,
  check: (door: Door, visitor: Visitor, answer: Answer) => void,
): Promise<void> {
  for (const door of doors)
    await Promise.all(
      comers.map(async (visitor) => {
        const answer = await knock(door, visitor);
        check(door, visitor, answer);
        expect(leaks(visitor, answer), `${JSON.stringify(door)} to ${visitor.who}`).toEqual([]);
      }),
    );
}

function leaks({ seesAll, elsewhere }: Visitor, { text }: Answer): string[] {
  return seesAll && !elsewhere ? [] : Object.values(PLANTED).filter((mark) => text.includes(mark));
}

const needsOf = (table: Readonly<Record<string, Need>>) => Object.entries(table);
const pathOf = (address: string) =>
  address
    .replace("/users/[id]", `/users/${ids.user}`)
    .replace("/merchants/[id]", `/merchants/${ids.merchant}`)
    .replace("/api-keys/[id]", `/api-keys/${ids.apiKey}`)
    .replaceAll(/\[+[^\]]*\]+/g, newId());

/** What a page answers; of somebody elsewhere only what it answers about one thing, which is not theirs. */
function expectPage(address: string, need: Permission, { id, may: asked, elsewhere }: Visitor) {
  if (id === null) return [[307, expect.stringContaining("/sign-in")]];
  if (!asked(need)) return [[307, expect.stringContaining("/?denied=1")]];
  if (elsewhere) return address.includes("[") ? [[404, null]] : [];
  return [[200, null]];
}

it("opens every page to those alone who may, and shows them nothing that they may not see", async () => {
  const more: readonly (readonly [string, Need])[] = [
    [`/transactions?open=${ids.payment}`, "transactions:read"],
    [`/transactions?user=${ids.user}`, "transactions:read"],
    [`/deliveries?open=${ids.delivery}`, "deliveries:read"],
    [`/deliveries?user=${ids.user}`, "deliveries:read"],
    [`/users/${ids.user}?why=1`, "users:read"],
    [`/users/${ids.user}?part=payments`, "users:read"],
    ["/users/outage?from=2026-11-01&to=2026-11-30", "users:read"],
    ["/transactions/unattributed?by=account", "transactions:read"],
  ];
  const shown = new Set<string>();
  await tryEach(
    [...needsOf(PAGES), ...more],
    // What can be taken from somebody opens no page.
    visitors.filter(({ who }) => who !== "support without what can be taken"),
    ([address], visitor) => ask(pathOf(address), visitor),
    ([address, need], visitor, { status, to, text }) => {
      if (visitor.who === "owner")
        for (const mark of Object.values(PLANTED)) if (text.includes(mark)) shown.add(mark);
      if (need === "anyone" || need === "key") expect(status, address).toBeLessThan(500);
      else
        for (const expected of expectPage(address, need, visitor))
          expect([address, visitor.who, status, to]).toEqual([address, visitor.who, ...expected]);
    },
  );
  // Else it proves nothing that others do not get them.
  expect([...shown].sort()).toEqual(Object.values(PLANTED).sort());
});

it("answers every method of every route to those alone who may", async () => {
  await tryEach(
    needsOf(ROUTES),
    visitors,
    ([name], visitor) => {
      const [method = "", address = ""] = name.split(" ");
      const asked = { ids: [ids.user], typed: PLANTED.name };
      const body = method === "POST" ? { body: JSON.stringify(asked) } : {};
      return ask(pathOf(address), visitor, {
        method,
        headers: { "Content-Type": "application/json" },
        ...body,
      });
    },
    ([name, need], visitor, { status }) => {
      const answer = [name, visitor.who, status];
      if (need === "anyone") expect(status, String(answer)).toBeLessThan(500);
      // A session is no key.
      else if (need === "key") expect(status >= 400 && status < 500, String(answer)).toBe(true);
      else if (visitor.id === null) expect(answer).toEqual([name, visitor.who, 401]);
      else if (visitor.may(need)) expect([200, 400, 404], String(answer)).toContain(status);
      else expect(answer).toEqual([name, visitor.who, 403]);
    },
  );
});

it("takes every action from those alone who may", async () => {
  const manifest = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const built = Object.entries(manifestSchema.parse(JSON.parse(manifest)).node).map(([id, action]) => {
    const folder = action.filename.split("/").at(-2) ?? "";
    const [page = ""] = Object.keys(action.workers);
    const address = page
      .replace(/^app/, "")
      .replace(/\/page$/, "")
      .replaceAll(/\/\([^)]*\)/g, "");
    return { id, name: `${folder}/${action.exportedName}`, path: address === "" ? "/" : pathOf(address) };
  });
  expect(built.map(({ name }) => name).sort()).toEqual(Object.keys(ACTIONS).sort());
  await tryEach(
    built,
    visitors,
    // What no action takes: whoever is let through is told so, and nothing is done.
    ({ id, path }, visitor) =>
      ask(path, visitor, {
        ...{ method: "POST", body: "[17]" },
        headers: { "Next-Action": id, "Content-Type": "text/plain;charset=UTF-8" },
      }),
    ({ name }, visitor, { status, text }) => {
      const need = new Map(needsOf(ACTIONS)).get(name) ?? "key";
      const problem = /"problem":"(\w+)"/.exec(text)?.[1] ?? `HTTP ${status}`;
      const answer = [name, visitor.who, problem];
      if (need === "anyone" || need === "key") return expect(status, String(answer)).toBe(200);
      const isLetThrough = visitor.id !== null && visitor.may(need);
      const refused = visitor.id === null ? "signed_out" : "not_permitted";
      if (isLetThrough)
        expect(["invalid_input", "second_factor_missing", "second_factor_stale"], String(answer)).toContain(
          problem,
        );
      else expect(answer).toEqual([name, visitor.who, refused]);
    },
  );
});

it("finds nothing in the palette, and writes nothing into files, that somebody may not see", async () => {
  const files = visitors.filter(({ id, may: asked }) => id !== null && asked("transactions:export"));
  expect(files.map(({ who }) => who)).toContain("viewer who may take files");
  for (const visitor of visitors)
    for (const typed of Object.values(PLANTED)) {
      const init = { method: "POST", headers: { "Content-Type": "application/json" } };
      const found = await ask("/api/palette", visitor, { ...init, body: JSON.stringify({ typed }) });
      expect(leaks(visitor, found), `${typed} to ${visitor.who}`).toEqual([]);
      if (!visitor.seesAll) expect(found.text, `${typed} to ${visitor.who}`).not.toContain(ids.user);
    }
  for (const visitor of files) {
    const [order, createdAt] = [newId(), new Date()];
    const by = { createdById: visitor.id ?? "", untilId: newId() };
    await database.prisma.transactionExport.create({
      data: { ...by, id: order, format: "csv", filters: {}, total: 1, totalExact: true, createdAt },
    });
    const file = await ask(`/api/exports/${order}`, visitor);
    expect([visitor.who, file.status, leaks(visitor, file)]).toEqual([visitor.who, 200, []]);
    if (!visitor.elsewhere) expect(file.text).toContain(visitor.seesAll ? PLANTED.card : "…9123");
  }
});

it("notes who used which permission last, of what pages show as well", async () => {
  const used = async () =>
    (await database.prisma.permissionUse.findMany({ include: { staff: true } })).map(
      ({ permission, staff }) => `${staff.name} ${permission}`,
    );
  const wanted = ["owner personal_data:read", "owner bodies:read", "viewer personal_data:short"];
  await expect.poll(used).toEqual(expect.arrayContaining(wanted));
  expect(await used()).not.toContain("auditor personal_data:short");
});
