// Fills the tables and the inbox of a database, drains the inbox alone, and says how fast: one line of JSON.
import { setTimeout as sleep } from "node:timers/promises";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { receive } from "@/lib/webhooks/receive/receive";
import { makeBodies } from "./bodies";
import { fillTransactions } from "./fill";
import { makeBenchSite } from "./peers/make-site";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const DELIVERIES = Number(process.env.BENCH_DELIVERIES ?? 40_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const AT_ONCE = 500;

await makeBenchSite(["127.0.0.1"]);
const { database, env, receiving, processor } = getRuntime();
const site = await findFirstSite(SYSTEM_SCOPE, database.prisma);
if (site === null) throw new Error("there is no site");
await fillTransactions(env.DATABASE_URL, site.id, ROWS);
const rates: number[] = [];
const cpu: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await putIn(round * DELIVERIES);
  const before = process.cpuUsage();
  const started = performance.now();
  processor.start();
  while ((await database.prisma.delivery.findFirst({ where: { processing: "pending" } })) !== null)
    await sleep(50);
  rates.push(DELIVERIES / ((performance.now() - started) / 1_000));
  const used = process.cpuUsage(before);
  cpu.push((used.user + used.system) / DELIVERIES);
  await processor.stop();
}
const there = await database.prisma.cardTransaction.count();
if (there !== ROWS + ROUNDS * DELIVERIES) throw new Error(`${there} transactions are there`);
process.stdout.write(`${JSON.stringify({ rates, cpu, rows: ROWS, deliveries: DELIVERIES })}\n`);
process.exit(0);

async function putIn(firstNumber: number): Promise<void> {
  const { type, bodies } = makeBodies("form", firstNumber, DELIVERIES);
  for (let from = 0; from < bodies.length; from += AT_ONCE) {
    const answers = bodies.slice(from, from + AT_ONCE).map((body) =>
      receive(SYSTEM_SCOPE, receiving, {
        webhookKey: env.ANYTIME_WEBHOOK_KEY ?? "",
        contentType: type,
        userAgent: undefined,
        body,
        peer: "127.0.0.1",
        forwardedFor: null,
        receivedAt: new Date(),
      }),
    );
    for (const { status } of await Promise.all(answers))
      if (status !== 200) throw new Error(`answered ${status}`);
  }
}
