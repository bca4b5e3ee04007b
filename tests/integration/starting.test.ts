import { expect, it } from "vitest";
import { createTestDatabase } from "../support/database";
import { makeLoad, sendTo } from "../support/load";
import { makeProductionSettings, startProduction } from "../support/production";

it("takes notifications as soon as its port is open, and says that pages will follow", {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  const server = startProduction(await makeProductionSettings(database.url));
  try {
    await server.opened();
    const [page, french, ...answers] = await Promise.all([
      fetch(`${server.url}/sign-in`),
      fetch(`${server.url}/`, { headers: { "Accept-Language": "fr" } }),
      ...makeLoad(1, 20).map((body) => sendTo(server.webhookUrl, body)),
    ]);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    expect(await database.prisma.delivery.count()).toBe(20);
    for (const early of [page, french]) {
      expect(early.status).toBe(503);
      expect(early.headers.get("retry-after")).toMatch(/^\d+$/);
    }
    expect(await page.text()).toContain("The dashboard is starting.");
    expect(await french.text()).toContain("Le tableau de bord démarre.");
    await server.ready();
    expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
  } finally {
    await server.stop("SIGKILL");
    await database.close();
  }
});
