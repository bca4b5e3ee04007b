import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATES } from "../e2e/connect-states";
import { listCutOff } from "../e2e/cut-off";
import { inviteByApi } from "../e2e/fixtures";
import { STAFF_PAGES } from "../e2e/staff-pages";
import { type RunningDemo, startDemo } from "../support/demo";
import { WAYS } from "./connect-ways";
import { type EnginePage, says, seen, until } from "./engine";
import { startFirefox } from "./firefox";
import { FLOWS, signInByHand } from "./staff-flows";
import { startWebKit } from "./webkit";

/** Where pictures go, for whoever wants to look at what an engine draws. */
const PICTURES = process.env.ENGINE_PICTURES;
const SUPPORT_CODE = /Support code [0-9A-Z]{4}-[0-9A-Z]{4}/;

const [webKit, firefox] = await Promise.all([startWebKit(), startFirefox()]);
const engines = [webKit, firefox].filter((engine) => engine !== null);

it.skipIf(webKit !== null)("WebKitGTK is not here: install webkit2gtk-driver and xvfb", () => undefined);
it.skipIf(firefox !== null)("Firefox is not here: install firefox-esr", () => undefined);

let demo: RunningDemo;
beforeAll(async () => {
  demo = await startDemo();
  if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
  await demo.stop();
});

const draw = async (page: EnginePage, name: string) => {
  if (PICTURES !== undefined)
    await page.screenshot(`${PICTURES}/${name.replaceAll(/[^a-z0-9]+/gi, "-")}.png`);
};

it("knows a way to every state of the connect page", () => {
  expect(Object.keys(WAYS)).toEqual(STATES.map(({ name }) => name));
});

describe.each(engines)("$name $version", (engine) => {
  it.each(STATES)(
    "says “$name” on a phone, with a next step",
    async ({ name, says: words, codeless, waits }) => {
      const way = WAYS[name] ?? {};
      const link = await inviteByApi(demo, "Camille Renard", `${engine.name} ${name}`.slice(0, 60));
      await demo.control("script", { trouble: null, ...way.script });
      await way.before?.({ demo, link });
      const page = await engine.newcomer({
        width: 390,
        ...(way.userAgent !== undefined && { userAgent: way.userAgent }),
      });
      try {
        await page.goto(`${link}?lang=en`);
        await way.reach?.({ demo, link, page, engine });
        await seen(page, words.en);
        if (codeless !== true) await until("a support code", () => says(page, SUPPORT_CODE));
        const { over, buttons } = await page.evaluate(() => ({
          over: document.documentElement.scrollWidth - window.innerWidth,
          buttons: [...document.querySelectorAll("main button")].filter((one) => one.checkVisibility())
            .length,
        }));
        expect(over).toBeLessThanOrEqual(0);
        if (waits !== true) expect(buttons).toBeGreaterThan(0);
      } finally {
        await draw(page, `${engine.name} connect ${name}`);
        await page.close();
        await demo.control("script", { trouble: null });
      }
    },
  );

  describe("for staff", () => {
    let page: EnginePage;
    beforeAll(async () => {
      page = await engine.newcomer();
      await signInByHand(page, demo);
    });

    it.each(Object.entries(FLOWS))("lets them %s", async (name, flow) => {
      try {
        await flow(page, demo);
      } finally {
        await draw(page, `${engine.name} staff ${name}`);
      }
    });

    it.each(STAFF_PAGES)("shows %s whole", async (path) => {
      await page.goto(`${demo.url}${path}`);
      await until("a heading", () => page.evaluate(() => document.querySelector("main h1") !== null));
      await draw(page, `${engine.name} page ${path}`);
      expect(await listCutOff(page)).toEqual([]);
    });
  });
});
