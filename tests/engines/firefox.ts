import { existsSync } from "node:fs";
import puppeteer, { type ElementHandle, type KeyInput, type Page } from "puppeteer-core";
import { type Engine, type EnginePage, type Find, findElement, until } from "./engine";

const PATHS = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Starts Firefox, which is driven by WebDriver BiDi; null if there is none. */
export async function startFirefox(): Promise<Engine | null> {
  const executablePath = PATHS.find((path) => existsSync(path));
  if (executablePath === undefined) return null;
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  return {
    name: "Firefox",
    version: (await browser.version()).replace("firefox/", ""),
    newcomer: async ({ userAgent, width = 1_280 } = {}) => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width, height: 800 });
      if (userAgent !== undefined) await page.setUserAgent({ userAgent });
      return drive(page, () => context.close());
    },
    close: () => browser.close(),
  };
}

function drive(page: Page, close: () => Promise<void>): EnginePage {
  const evaluate: EnginePage["evaluate"] = (work, ...given) => page.evaluate(call(work, given)) as never;
  const find = async ({ css, name }: Find): Promise<ElementHandle> => {
    let found: ElementHandle | null = null;
    await until({ evaluate }, `“${name}”`, async () => {
      const handle = await page.evaluateHandle(call(findElement, [css, name]));
      found = handle.asElement() as ElementHandle | null;
      return found !== null;
    });
    if (found === null) throw new Error(`no “${name}”`);
    return found;
  };
  /** What was just drawn anew is another element: it is looked for again. */
  const onElement = (what: Find, act: (element: ElementHandle) => Promise<void>) =>
    until({ evaluate }, `“${what.name}”`, async () => {
      await act(await find(what));
      return true;
    });
  return {
    // A page that changes its own address just then cuts it off.
    goto: (url) =>
      until({ evaluate }, url, async () => {
        await page.goto(url);
        return true;
      }),
    reload: async () => void (await page.reload()),
    evaluate,
    click: (what) => onElement(what, (element) => element.click()),
    fill: (what, text) =>
      onElement(what, async (element) => {
        await element.evaluate((input) => (input as HTMLInputElement).select());
        await element.type(text);
      }),
    press: async (keys) => {
      const [last = "", ...held] = keys.split("+").reverse() as KeyInput[];
      for (const key of held) await page.keyboard.down(key);
      await page.keyboard.press(last as KeyInput);
      for (const key of held) await page.keyboard.up(key);
    },
    opened: async (action) => {
      const opening = new Promise<Page | null>((resolve) => page.once("popup", resolve));
      await action();
      const popup = await opening;
      if (popup === null) throw new Error("no window opened");
      return drive(popup, () => popup.close());
    },
    isClosed: async () => page.isClosed(),
    close,
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
  };
}

/** A call as an expression: pages forbid `eval`, and drivers do not need it for this. */
function call(work: (...given: never[]) => unknown, given: readonly unknown[]): string {
  return `(${work.toString()})(...${JSON.stringify(given)})`;
}
