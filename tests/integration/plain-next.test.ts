import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "../support/database";
import { killServer, makeLoad, makeServerSettings, sendTo, startLoadedServer } from "../support/load";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Awaited<ReturnType<typeof startLoadedServer>>;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startLoadedServer(makeServerSettings(database.url), "next-door");
}, 60_000);
afterAll(async () => {
  await killServer(server);
  await database.close();
});

it("takes notifications in where plain Next runs the build, without server.ts", async () => {
  const [body] = makeLoad(1, 1);
  expect(await sendTo(server.url, body ?? Buffer.alloc(0))).toBe(200);
  expect(await database.prisma.delivery.count()).toBe(1);
});
