import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "@playwright/test";
import { z } from "zod";
import { ensureChromium } from "../support/browser/chromium";
import { signIn } from "../support/browser/sign-in";
import { type RunningDemo, startDemo } from "../support/demo";
import { inviteByApi } from "../support/invite";
import { printRow, quantile } from "./tables";

/** A folder with `lighthouse` 12 in its node_modules. Without it, only scripts are measured. */
const LIGHTHOUSE = process.env.BENCH_LIGHTHOUSE;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const STAFF = ["/", "/transactions", "/users", "/deliveries", "/audit", "/settings", "/account"] as const;

const report = z.object({
  categories: z.record(z.string(), z.object({ score: z.number() })),
  audits: z.record(z.string(), z.object({ numericValue: z.number().optional() })),
});
type Report = z.infer<typeof report>;

interface Measured {
  readonly path: string;
  readonly cookie: string;
  readonly isPhone: boolean;
}

/** What a page's scripts weigh above those that every page of a Next build loads, and how Lighthouse sees it. */
export async function benchFirstLoad(): Promise<void> {
  const demo = await startDemo({ DEMO_TROUBLE: "1" });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ["--no-sandbox"] });
  try {
    const { cookie } = await signIn(demo.url, demo);
    const pages = [
      {
        path: new URL(await inviteByApi(demo, "Léa Martin", "first-load")).pathname,
        cookie: "",
        isPhone: true,
      },
      { path: "/sign-in", cookie: "", isPhone: false },
      ...STAFF.map((one) => ({ path: one, cookie, isPhone: false })),
    ];
    const empty = weighEmptyPage();
    console.log(`\nScripts until a page is drawn, gzip; an empty page of this build: ${kib(empty)} KiB\n`);
    printRow(["page", "KiB", "above an empty page"]);
    printRow(["---", "---", "---"]);
    for (const page of pages) {
      const bytes = await weighScripts(browser, demo, page);
      printRow([nameOf(page), kib(bytes), kib(bytes - empty)]);
    }
    if (LIGHTHOUSE !== undefined) await judgeAll(LIGHTHOUSE, demo, pages);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

const kib = (bytes: number) => (bytes / 1_024).toFixed(1);
const nameOf = (page: Measured) => (page.path.startsWith("/connect/") ? "connect page" : page.path);

/** What every page of the build loads, whatever it shows. */
function weighEmptyPage(): number {
  const manifest = z.object({ rootMainFiles: z.array(z.string()) });
  const { rootMainFiles } = manifest.parse(JSON.parse(readFileSync(".next/build-manifest.json", "utf8")));
  return rootMainFiles.reduce(
    (sum, file) => sum + gzipSync(readFileSync(path.join(".next", file))).length,
    0,
  );
}

async function weighScripts(browser: Browser, demo: RunningDemo, page: Measured): Promise<number> {
  const context = await browser.newContext({
    extraHTTPHeaders: page.cookie === "" ? {} : { cookie: page.cookie },
  });
  const tab = await context.newPage();
  const texts: Promise<Buffer>[] = [];
  tab.on("response", (answer) => {
    if (answer.request().resourceType() === "script" && answer.url().startsWith(demo.url))
      texts.push(answer.body());
  });
  await tab.goto(`${demo.url}${page.path}`, { waitUntil: "load" });
  const bodies = await Promise.all(texts);
  await context.close();
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

async function judgeAll(folder: string, demo: RunningDemo, pages: readonly Measured[]): Promise<void> {
  console.log(`\nLighthouse, median of ${ROUNDS}; times in ms; the connect page as a phone\n`);
  const names = ["performance", "accessibility", "best-practices"];
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"];
  printRow(["page", ...names, ...times]);
  printRow(["---", ...names.map(() => "---"), ...times.map(() => "---")]);
  for (const page of pages) {
    const reports: Report[] = [];
    for (let round = 0; round < ROUNDS; round += 1) reports.push(await judge(folder, demo, page));
    const middle = (values: number[]) => quantile(values, 0.5);
    printRow([
      nameOf(page),
      ...names.map((name) =>
        (100 * middle(reports.map((one) => one.categories[name]?.score ?? 0))).toFixed(0),
      ),
      ...times.map((time) => middle(reports.map((one) => one.audits[time]?.numericValue ?? 0)).toFixed(0)),
    ]);
  }
}

async function judge(folder: string, demo: RunningDemo, page: Measured): Promise<Report> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      path.join(folder, "node_modules/lighthouse/cli/index.js"),
      `${demo.url}${page.path}`,
      ...["--output=json", "--quiet", "--only-categories=performance,accessibility,best-practices"],
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
      ...(page.isPhone ? [] : ["--preset=desktop"]),
      ...(page.cookie === "" ? [] : [`--extra-headers=${JSON.stringify({ Cookie: page.cookie })}`]),
    ],
    { env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" }, maxBuffer: 1 << 28 },
  );
  return report.parse(JSON.parse(stdout));
}
