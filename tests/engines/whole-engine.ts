import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ALREADY_CONNECTED, type ConnectState, type Language, STATES } from "../e2e/connect-states";
import { listCutOff } from "../e2e/cut-off";
import { inviteByApi } from "../e2e/fixtures";
import { STAFF_PAGES } from "../e2e/staff-pages";
import { type RunningDemo, startDemo } from "../support/demo";
import { WAYS } from "./connect-ways";
import { type Engine, type EnginePage, says, seen, until } from "./engine";
import { signInByHand } from "./sign-in-flows";
import { FLOWS } from "./staff-flows";

/** Where pictures go, for whoever wants to look at what an engine draws. */
const PICTURES = process.env.ENGINE_PICTURES;
const SUPPORT_CODE = {
  en: /Support code [0-9A-Z]{4}-[0-9A-Z]{4}/,
  fr: /Code d’assistance [0-9A-Z]{4}-[0-9A-Z]{4}/,
};
const LANGUAGES = ["en", "fr"] as const;
/** French texts are the longer ones: they are shown on the smallest phone. WebKitGTK makes its window 334 px wide. */
const WIDTHS = { en: 390, fr: 320 } as const;

/** Takes the connect page through all of its states, and staff through their day, in one engine. */
export function testEngine(engine: Engine): void {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await startDemo();
    if (PICTURES !== undefined) mkdirSync(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await engine.close();
    await demo.stop();
  });

  const draw = async (page: EnginePage, ...name: string[]) => {
    if (PICTURES !== undefined)
      await page.screenshot(
        `${PICTURES}/${[engine.name, ...name].join("-").replaceAll(/[^a-z0-9]+/gi, "-")}.png`,
      );
  };

  const expectWhole = async (page: EnginePage, path: string, name: string) => {
    await page.goto(`${demo.url}${path}`);
    await until(page, "a heading", () => page.evaluate(() => document.querySelector("main h1") !== null));
    await draw(page, name, path);
    expect(await listCutOff(page)).toEqual([]);
  };

  describe.each(LANGUAGES)(
    `the connect page on a phone, in ${engine.name} ${engine.version}, in %s`,
    (language) => {
      it.each([...STATES, ALREADY_CONNECTED])("says “$name”, with a next step", async (state) => {
        const way = WAYS[state.name] ?? {};
        const invite = () => inviteByApi(demo, "Camille Renard", `${language} ${state.name}`.slice(0, 60));
        const link = await invite();
        await demo.control("script", { trouble: null, ...way.script });
        await way.before?.({ demo, link });
        const page = await engine.newcomer({
          width: WIDTHS[language],
          ...(way.userAgent !== undefined && { userAgent: way.userAgent }),
        });
        try {
          await page.goto(`${link}?lang=${language}`);
          await way.reach?.({ demo, link, page, engine, language, inviteAgain: invite });
          await expectState(page, state, language);
        } finally {
          await draw(page, "connect", language, state.name);
          await page.close();
          await demo.control("script", { trouble: null });
        }
      });
    },
  );

  describe(`staff, in ${engine.name} ${engine.version}`, () => {
    let page: EnginePage;
    beforeAll(async () => {
      page = await engine.newcomer();
      await signInByHand(page, demo);
    });

    it.each(Object.entries(FLOWS))("can %s", async (name, flow) => {
      try {
        await flow(page, demo, engine);
      } finally {
        await draw(page, "staff", name);
      }
    });

    it.each(STAFF_PAGES)("see all of %s", (path) => expectWhole(page, path, "page"));

    describe("on a phone", () => {
      let phone: EnginePage;
      beforeAll(async () => {
        phone = await engine.newcomer({ width: WIDTHS.en });
        await signInByHand(phone, demo);
      });

      it.each(STAFF_PAGES)("see all of %s", (path) => expectWhole(phone, path, "phone"));
    });
  });
}

async function expectState(page: EnginePage, state: ConnectState, language: Language): Promise<void> {
  await seen(page, state.says[language]);
  if (state.codeless !== true) await until(page, "a support code", () => says(page, SUPPORT_CODE[language]));
  const { over, buttons } = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - window.innerWidth,
    buttons: [...document.querySelectorAll("main button")].filter((one) => one.checkVisibility()).length,
  }));
  expect(over).toBeLessThanOrEqual(0);
  if (state.waits !== true) expect(buttons).toBeGreaterThan(0);
}
