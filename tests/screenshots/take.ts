// Takes the pictures of docs/screens.md from the demo with all its troubles: `npm run screenshots`. Needs a build.
import { mkdirSync } from "node:fs";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { ensureChromium } from "../support/browser/chromium";
import { type RunningDemo, startDemo } from "../support/demo";

const FOLDER = "docs/screenshots";
const SIZE = { width: 1_280, height: 800 };
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ["overview", "/"],
  ["users", "/users"],
  ["funnel", "/users/funnel"],
  ["transactions", "/transactions"],
  ["charts", "/transactions?charts=1&period=30d"],
  ["unattributed", "/transactions/unattributed"],
  ["deliveries", "/deliveries"],
  ["audit", "/audit"],
  ["settings", "/settings"],
  ["connect-settings", "/settings/connect"],
  ["keys", "/settings/keys"],
  ["api-keys", "/settings/api-keys"],
  ["bank", "/settings/bank"],
  ["staff", "/settings/staff"],
  ["jobs", "/settings/jobs"],
  ["account", "/account"],
];

async function signIn(context: BrowserContext, demo: RunningDemo): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${demo.url}/sign-in`);
  await page.getByLabel("E-mail").fill(demo.email);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${demo.url}/`);
  await page.close();
}

/** Pages of one thing: which one there is, only the database knows. */
async function findDetails(demo: RunningDemo): Promise<(readonly [string, string])[]> {
  const [row] = await demo.query(
    `SELECT (SELECT linked_user_id FROM cards WHERE linked_user_id IS NOT NULL ORDER BY id LIMIT 1)::text AS person,
       (SELECT id FROM card_transactions WHERE NOT unattributed ORDER BY id DESC LIMIT 1)::text AS payment,
       (SELECT id FROM deliveries ORDER BY id DESC LIMIT 1)::text AS delivery`,
  );
  return [
    ["person", `/users/${String(row?.person)}`],
    ["payment", `/transactions?open=${String(row?.payment)}`],
    ["delivery", `/deliveries?open=${String(row?.delivery)}`],
  ];
}

async function take(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url, { waitUntil: "load" });
  // Live pages are never idle: what is streamed and drawn has come by then.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: `${FOLDER}/${name}.jpg`, type: "jpeg", quality: 75 });
}

mkdirSync(FOLDER, { recursive: true });
const demo = await startDemo({ DEMO_TROUBLE: "1" });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
try {
  const details = await findDetails(demo);
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme, viewport: SIZE });
    await signIn(context, demo);
    const page = await context.newPage();
    for (const [name, path] of [...PAGES, ...details])
      await take(page, `${demo.url}${path}`, `${name}-${colorScheme}`);
    await context.close();
  }
} finally {
  await browser.close();
  await demo.stop();
}
