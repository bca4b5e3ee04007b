// `npm run bench`: what taking deliveries in and processing them costs, against peers, side by side in one run on
// one machine. Ratios are what counts; absolute numbers are context. `npm run bench ingest` runs one part alone.

import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { benchIngest } from "./ingest";
import { drain } from "./processes";
import { startSetting } from "./setting";
import { benchSteady } from "./steady";
import { spread } from "./tables";
import { benchTrouble } from "./trouble";

const wanted = new Set(process.argv.slice(2));
const runs = (part: string) => wanted.size === 0 || wanted.has(part);

console.log(`Load of the machine before: ${loadavg()[0]?.toFixed(2)}`);
const setting = await startSetting();
try {
  if (runs("ingest")) await benchIngest(setting);
  if (runs("trouble")) {
    if (existsSync(".next/BUILD_ID")) await benchTrouble(setting);
    else console.log("Run `npm run build` first to measure the door under trouble, too.");
  }
  if (runs("processing") || runs("steady")) {
    const url = await setting.createDatabase("filled");
    const { rates, cpu, rows, deliveries } = await drain(setting.environment(url));
    console.log(
      `\nProcessing alone, ${deliveries} deliveries into ${rows} transactions; median (least to most)\n`,
    );
    console.log(`${spread(rates, 0)} a second, ${spread(cpu, 0)} µs of Node's time each`);
    if (runs("steady")) await benchSteady(setting, url);
  }
} finally {
  await setting.stop();
}
