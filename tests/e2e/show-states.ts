import type { Page } from "@playwright/test";
import { expectNoBarriers } from "./barriers";
import type { ConnectState, Language } from "./connect-states";
import { expect, inviteByApi, test } from "./fixtures";

const AT_ONCE = 2;
const SIZES = { phone: { width: 320, height: 640 }, desktop: { width: 1280, height: 800 } };

/** What holds in every state: it is said, in words and by a code, with room, for everybody. */
export async function checkState(end: Page, state: ConnectState, language: Language): Promise<void> {
  const said = end.getByText(state.says[language]).filter({ visible: true });
  await expect(said.first()).toBeVisible({ timeout: 15_000 });
  const code = /^(Support code|Code d’assistance) [0-9A-Z]{4}-[0-9A-Z]{4}$/;
  if (!state.codeless) await expect(end.getByText(code)).toBeVisible();
  const buttons = end.getByRole("main").getByRole("button").filter({ visible: true });
  if (!state.waits) expect(await buttons.count(), "something to do").toBeGreaterThan(0);
  const overflow = await end.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectNoBarriers(end);
}

interface Shown {
  /** Which states these are, for the test's name. */
  readonly which: string;
  readonly states: readonly ConnectState[];
  readonly language: Language;
  readonly size: keyof typeof SIZES;
}

/** Tests states of the connect page, in a language and a size. */
export function tryStates({ which, states, language, size }: Shown): void {
  test(`${which} is said, with a next step, and used by everybody (${language}, ${size})`, async ({
    browser,
    demo,
  }) => {
    test.setTimeout(300_000);
    // Four times all states are more than one network may open in a quarter of an hour: each time it is another's.
    await demo.query("DELETE FROM rate_limits WHERE key LIKE 'connect from %'");
    const show = async (state: ConnectState, index: number) => {
      const link = await inviteByApi(demo, "Camille Renard", `K-${index}-${language}-${size}`);
      const context = await browser.newContext({ viewport: SIZES[size], ...state.browser });
      await state.before?.({ context, demo, link });
      const end = await context.newPage();
      await end.goto(`${link}?lang=${language}`);
      await state.reach(end, language, demo, link);
      await checkState(end, state, language);
      await context.close();
    };
    // Most of the time passes with waiting, so several are shown at once.
    const left = [...states.entries()];
    const showNext = async (): Promise<void> => {
      const next = left.shift();
      if (next === undefined) return;
      const [index, state] = next;
      await test.step(state.name, () => show(state, index));
      await showNext();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, showNext));
  });
}
