import { afterAll, beforeAll, expect, it } from "vitest";
import { addTry, countTry, returnTries } from "@/lib/db/rate-limit";
import { createTestDatabase } from "../support/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const begun = (key: string, secondsAgo: number) =>
  database.prisma.$executeRaw`
    UPDATE rate_limits SET window_start = now() - make_interval(secs => ${secondsAgo}) WHERE key = ${key}`;

it("counts from a key's first try on, whatever the time of day", async () => {
  expect(await addTry(database.prisma, "a")).toEqual({ count: 1, seconds: 900 });
  await begun("a", 890);
  const late = await addTry(database.prisma, "a");
  expect(late.count).toBe(2);
  expect(late.seconds).toBeLessThanOrEqual(10);
  await begun("a", 901);
  expect(await addTry(database.prisma, "a")).toEqual({ count: 1, seconds: 900 });
});

it("lets no more through side by side than one after another, and gives back what was none", async () => {
  const within = await Promise.all(Array.from({ length: 20 }, () => countTry(database.prisma, "b", 5)));
  expect(within.filter(Boolean)).toHaveLength(5);
  await returnTries(database.prisma, ["b", "b"]);
  expect(await addTry(database.prisma, "b")).toMatchObject({ count: 20 });
});

it("forgets windows that are over", async () => {
  await addTry(database.prisma, "c");
  await begun("c", 901);
  await addTry(database.prisma, "d");
  expect(await database.prisma.rateLimit.count({ where: { key: "c" } })).toBe(0);
});
