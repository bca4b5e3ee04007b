// `npm run demo`: the whole product on one machine. `--dev` (npm run dev) is the same with hot reload.
import path from "node:path";
import { listKeys } from "@/lib/bank-api/keys-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readEnv } from "@/lib/env";
import type { Runtime } from "@/lib/runtime";
import { startSandbox } from "@/lib/sandbox/start";
import { removeState } from "@/lib/sandbox/state/state-file";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { buildIfNeeded } from "./start/build-if-needed";
import { type DevelopmentSettings, prepareDevelopment } from "./start/development";
import { loadDotEnv } from "./start/dot-env";
import { openEmbeddedDatabase, reportFault } from "./start/launch";

const dev = process.argv.includes("--dev");
/** Payments per second, so that something happens while one looks. */
const RATE = Number(process.env.DEMO_RATE || 0.2);
/** Whether some of the demo's data is in doubt. */
const TROUBLE = process.env.DEMO_TROUBLE !== "0";
/** Tests do not wait for seconds until the bank tries a refused notification again. */
const RETRY_DELAYS_MS = process.env.DEMO_RETRIES === "soon" ? ([20, 100] as const) : undefined;

Object.assign(process.env, { NODE_ENV: dev ? "development" : "production" });
try {
  if (dev) loadDotEnv();
  const settings = await prepareDevelopment();
  const closeDatabase = await openEmbeddedDatabase();
  await run(settings, closeDatabase);
} catch (error) {
  reportFault(error);
}

async function run(settings: DevelopmentSettings, closeDatabase: () => Promise<void>): Promise<void> {
  // Stopped in reverse order of starting, even if a later start fails.
  const stops = [closeDatabase];
  const stopAll = async () => {
    for (const stop of stops.toReversed()) await stop();
    stops.length = 0;
  };
  try {
    if (!dev) await buildIfNeeded(() => console.log("Building the pages, once: about half a minute…"));
    const { startServer, stopOnSignals } = await import("../server");
    const starting = startServer({ dev });
    stopOnSignals(starting, stopAll);
    const server = await starting;
    if (!(await server.prepared)) return;
    const { getRuntime } = await import("@/lib/runtime");
    const sandbox = await openBank(settings, await publicKeys(getRuntime()));
    stops.push(() => sandbox.close());
    const { seedDemo } = await import("./demo/fill");
    const { makeTrouble } = await import("./demo/trouble");
    if (await seedDemo(getRuntime(), sandbox.bank)) {
      if (TROUBLE) await makeTrouble(sandbox.bank);
      console.log("Created demo data: users, tokens, a month of payments.");
    }
    sandbox.bank.spend({ rate: RATE });
    console.log(welcome(server.url, settings));
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** The partner's account at this bank has the keys that the dashboard signs with. */
async function publicKeys({ database }: Runtime): Promise<string[]> {
  const site = await findFirstSite(SYSTEM_SCOPE, database.prisma);
  const keys = site === null ? [] : await listKeys(SYSTEM_SCOPE, database.prisma, site.id);
  return keys.map(({ publicPem }) => publicPem);
}

async function openBank(settings: DevelopmentSettings, publicKeys: readonly string[]) {
  const stateFile = path.resolve(settings.dataDir, "sandbox.json");
  if (process.argv.includes("--fresh")) await removeState(stateFile);
  return startSandbox({
    port: settings.sandboxPort,
    partnerId: process.env.ANYTIME_PARTNER_ID ?? "",
    partnerRef: process.env.ANYTIME_PARTNER_REF ?? "",
    partnerName: process.env.ANYTIME_PARTNER_NAME ?? "Kiosque",
    webhookUrl: settings.webhookUrl,
    forwardedFor: forwardLoopback(readEnv().TRUSTED_PROXY_HOPS),
    dashboardUrl: process.env.APP_URL ?? "",
    stateFile,
    publicKeys: [settings.publicKey, ...publicKeys],
    ...(RETRY_DELAYS_MS && { retryDelaysMs: RETRY_DELAYS_MS }),
  });
}

/**
 * This bank reaches the port directly: the proxies in front may start later, or have a certificate that only a browser
 * was told to accept. So it sends the headers that they would.
 */
function forwardLoopback(hops: number): string | undefined {
  return hops === 0 ? undefined : Array.from({ length: hops }, () => "127.0.0.1").join(", ");
}

function welcome(url: string, settings: DevelopmentSettings): string {
  return `
  Dashboard        ${url}
    e-mail         ${settings.email}
    password       ${settings.password}
  Simulated bank   ${settings.sandboxOrigin}   (pay, revoke, send anything)

  Try: invite somebody under Linked users, open the link in another browser,
  and sign in at the bank as camille@example.com with the password "anytime".
  The dashboard reads whose cards they are, and puts the payments under their name.
  The bank can be told to go wrong: npm run sandbox -- --help, docs/sandbox.md

Ready  ${url}`;
}
