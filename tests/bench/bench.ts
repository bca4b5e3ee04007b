// `npm run bench`: what taking deliveries in and processing them costs, against peers, side by side in one run on
// one machine. Ratios are what counts; absolute numbers are context. `npm run bench ingest` runs one part alone;
// `BENCH_BEFORE=FOLDER` measures the checkout there beside this one, and with
// `BENCH_PEERS=none` nothing else.

import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { benchFeeds } from "./feeds";
import { benchFirstLoad } from "./first-load";
import { benchIngest } from "./ingest";
import { benchPages } from "./pages";
import { drain } from "./processes";
import { startSetting } from "./setting";
import { benchSteady } from "./steady";
import { spread } from "./tables";
import { benchTrouble } from "./trouble";

const wanted = new Set(process.argv.slice(2));
const runs = (part: string) => wanted.size === 0 || wanted.has(part);

async function drainAlone(name: string, env: Record<string, string>, folder?: string): Promise<void> {
  const { rates, cpu, rows, deliveries } = await drain(env, folder);
  console.log(
    `\nProcessing alone, ${name}: ${deliveries} deliveries into ${rows} transactions; median (least to most)\n`,
  );
  console.log(`${spread(rates, 0)} a second, ${spread(cpu, 0)} µs of Node's time each`);
}

console.log(`Load of the machine before: ${loadavg()[0]?.toFixed(2)}`);
if (runs("pages")) {
  if (existsSync(".next/BUILD_ID")) await benchPages();
  else console.log("Run `npm run build` first to measure pages, too.");
}
if (wanted.has("first-load")) await benchFirstLoad();

/** What needs the bench's own Postgres. */
async function benchServer(): Promise<void> {
  const setting = await startSetting();
  try {
    if (runs("ingest")) await benchIngest(setting);
    if (runs("trouble")) {
      if (existsSync(".next/BUILD_ID")) await benchTrouble(setting);
      else console.log("Run `npm run build` first to measure the door under trouble, too.");
    }
    if (runs("feeds")) {
      if (existsSync(".next/BUILD_ID")) await benchFeeds(setting);
      else console.log("Run `npm run build` first to measure live feeds, too.");
    }
    if (runs("processing") || runs("steady")) {
      const url = await setting.createDatabase("filled");
      await drainAlone("ours", setting.environment(url));
      const before = process.env.BENCH_BEFORE;
      if (before !== undefined) {
        const other = await setting.createDatabase("filled_before");
        await drainAlone("ours before", setting.environment(other), before);
      }
      if (runs("steady")) await benchSteady(setting, url);
    }
  } finally {
    await setting.stop();
  }
}

if (wanted.size === 0 || [...wanted].some((part) => part !== "pages" && part !== "first-load"))
  await benchServer();
