// Attacks the production build with Debian's sqlmap and wapiti, signed in as an owner: `npm run scan`. It needs a build,
// uses a demo of its own on loopback, and writes what the tools said to .scan/. Half an hour; not a part of `npm test`.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { signIn } from "../support/browser/sign-in";
import { startDemo } from "../support/demo";
import { freePort } from "../support/free-port";
import { makeApiKey, readCursors, readKnown } from "./known";
import { startRelay } from "./relay";
import { writeReport } from "./report";
import { bodyTargets, idTargets, type Known, pageTargets, queryTargets, type Target } from "./targets";
import { attackBody, attackNames, missingTools, type Run, tryEverything } from "./tools";

const FOLDER = path.resolve(".scan");
/** Of everything together, on a machine that has two cores for it: each address gets its share. */
const MINUTES = z.coerce
  .number()
  .positive()
  .parse(process.env.SCAN_MINUTES || 30);
/** At once: while one waits for the server, another thinks. */
const LANES = 2;
const only = z.enum(["sqlmap", "wapiti"]).optional().parse(process.argv[2]);

const missing = missingTools();
if (missing.length > 0) {
  console.error(`Not installed: ${missing.join(", ")}. On Debian: apt-get install sqlmap wapiti`);
  process.exit(2);
}
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const port = await freePort();
const demo = await startDemo({ APP_URL: `http://localhost:${port}`, DEMO_TROUBLE: "1" });
const relay = await startRelay(port, demo.url);
const found: string[] = [];
try {
  const { cookie } = await signIn(relay.url, demo);
  const apiKey = await makeApiKey(demo.dataDir);
  relay.carry({ cookie, apiKey: apiKey.key });
  const first = await readKnown(demo, relay.url, apiKey.id);
  const known: Known = { ...first, cursors: await readCursors(relay.url, first) };
  await share(planAttacks(known), MINUTES * 60);
  const still = await fetch(`${relay.url}/account`, { redirect: "manual" });
  if (still.status !== 200) found.push(`the session was lost: /account answers ${still.status}`);
} finally {
  await relay.close();
  await demo.stop();
}
writeFileSync(path.join(FOLDER, "server.log"), demo.output());
writeReport({ folder: FOLDER, found, relay, log: demo.output() });

/** One run of a tool, and how many addresses it attacks. */
interface Attack {
  readonly weight: number;
  readonly run: (seconds: number) => Promise<string[]>;
}

function planAttacks(known: Known): Attack[] {
  const run = (tool: string, name: string, seconds: number): Run => {
    const folder = path.join(FOLDER, `${tool}${name.replaceAll(/[^\w]+/g, "-")}`);
    mkdirSync(folder, { recursive: true });
    return { folder, url: relay.url, seconds };
  };
  const everything = [...pageTargets(known), ...queryTargets(known), ...idTargets(known)];
  const attacks = {
    wapiti: byPath(everything).map(([at, targets]) => ({
      weight: targets.length,
      run: (seconds: number) => tryEverything(run("wapiti", at, seconds), targets),
    })),
    sqlmap: [
      ...byPath(queryTargets(known)).map(([at, targets]) => ({
        weight: targets.length * 2,
        run: (seconds: number) => attackNames(run("sqlmap", at, seconds), targets),
      })),
      ...[...bodyTargets(known), ...idTargets(known)].map((target, index) => ({
        weight: 2,
        run: (seconds: number) => attackBody(run("sqlmap", `${target.path}-${index}`, seconds), target),
      })),
    ],
  };
  return Object.entries(attacks).flatMap(([tool, all]) => (only === undefined || only === tool ? all : []));
}

function byPath(targets: readonly Target[]): [string, Target[]][] {
  const paths = new Map<string, Target[]>();
  for (const target of targets) paths.set(target.path, [...(paths.get(target.path) ?? []), target]);
  return [...paths];
}

/** Runs attacks side by side, each for its share of the time. */
async function share(attacks: readonly Attack[], seconds: number): Promise<void> {
  const whole = attacks.reduce((sum, { weight }) => sum + weight, 0);
  const left = [...attacks];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      found.push(...(await next.run((LANES * seconds * next.weight) / whole)));
  };
  await Promise.all(Array.from({ length: LANES }, work));
}
