import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { hideFirstSteps } from "@/lib/overview/first-steps";
import { readFirstSteps } from "@/lib/overview/first-steps-store";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it("ticks the first steps as they are done, and hides them for everybody until that is undone", async () => {
  expect(await readFirstSteps(SYSTEM_SCOPE, database.prisma)).toBeNull();
  const site = await makeSite(database);
  const keys = { ring: site.ring, auditKey: randomBytes(32).toString("base64") };
  const read = () => readFirstSteps(SYSTEM_SCOPE, database.prisma);
  const nothing = { called: false, delivered: false, invited: false, colleague: false, hidden: false };
  expect(await read()).toMatchObject({ siteId: site.siteId, ...nothing });

  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  await receiver.deliver("not json");
  expect(await read()).toMatchObject({ ...nothing, called: true });
  await receiver.deliver(cardJson({}));
  expect(await read()).toMatchObject({ delivered: true, invited: false });
  const at = new Date();
  await database.prisma.linkedUser.create({
    data: { id: newId(), siteId: site.siteId, name: "Léa", stateSince: at, createdAt: at },
  });
  expect(await read()).toMatchObject({ invited: true, colleague: false });
  const staff = ["a", "b"].map((name) => ({
    ...{ id: newId(), email: `${name}@kiosque.example`, name, passwordHash: "-", createdAt: at },
    role: "viewer" as const,
  }));
  await database.prisma.staff.createMany({ data: staff });
  expect(await read()).toMatchObject({ colleague: true });

  const hide = (hidden: boolean, scope: Scope = SYSTEM_SCOPE) =>
    hideFirstSteps(scope, database, keys, { siteId: site.siteId, hidden });
  const elsewhere: Scope = { ...SYSTEM_SCOPE, beyondSites: false, sites: [newId()] };
  expect([await hide(true, elsewhere), await hide(true), await hide(true)]).toEqual([false, true, false]);
  expect(await read()).toMatchObject({ hidden: true });
  expect(await hide(false)).toBe(true);
  expect(await read()).toMatchObject({ hidden: false });
  const entries = await database.prisma.auditEntry.findMany({ orderBy: { seq: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["first_steps.hidden", "first_steps.shown"]);
});
