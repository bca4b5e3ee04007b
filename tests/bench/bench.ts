// `npm run bench`: what taking a delivery in costs, against peers, side by side in one run on one machine.
// Ratios are what counts; absolute numbers are context. Rounds of the peers alternate, so that a machine that
// slows down slows them all.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded";
import { BENCH_PARTNER_REF } from "./bodies";
import type { LoadResult } from "./load";
import { load, type Peer, startPeer } from "./processes";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const CONNECTIONS = 64;
const MOST = 150_000;
const KEY = randomBytes(24).toString("hex");
const ENCODINGS = ["form", "json"] as const;

interface Contestant {
  readonly name: string;
  readonly peer: Peer;
  readonly rows: (() => Promise<number>) | null;
  readonly results: Record<(typeof ENCODINGS)[number], LoadResult[]>;
}

const folder = await mkdtemp(path.join(tmpdir(), "anytime-bench-"));
const postgres = await startEmbeddedPostgres(folder);
const databaseUrl = (name: string) => postgres.url.replace(/anytime$/, name);
const admin = new pg.Client({ connectionString: postgres.url });
await admin.connect();
const contestants: Contestant[] = [];
try {
  for (const name of ["ours", "plain"]) await admin.query(`CREATE DATABASE ${name}`);
  const settings = {
    APP_URL: "http://localhost",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    ANYTIME_WEBHOOK_KEY: KEY,
    ANYTIME_PARTNER_REF: BENCH_PARTNER_REF,
    PROCESS_INBOX: "false",
    DATABASE_URL: databaseUrl("ours"),
  };
  const enter = (name: string, peer: Peer, rows: Contestant["rows"]) =>
    contestants.push({ name, peer, rows, results: { form: [], json: [] } });
  enter("ours", await startPeer("ours", 4811, `/api/webhooks/anytime/${KEY}`, settings), () =>
    count("ours", "deliveries"),
  );
  const plain = { DATABASE_URL: databaseUrl("plain") };
  enter("node:http + pg", await startPeer("plain", 4812, "/", plain), () => count("plain", "plain_hooks"));
  enter('bare "ok"', await startPeer("ok", 4813, "/", {}), null);
  await runRounds();
  print();
} finally {
  for (const { peer } of contestants) await peer.stop();
  await admin.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

async function runRounds(): Promise<void> {
  let first = 0;
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const encoding of ENCODINGS) {
      for (const { name, peer, rows, results } of contestants) {
        const before = (await rows?.()) ?? 0;
        const order = {
          url: peer.url,
          encoding,
          connections: CONNECTIONS,
          seconds: SECONDS,
          first,
          most: MOST,
        };
        const result = await load(order);
        first += MOST;
        const kept = ((await rows?.()) ?? 0) - before;
        // Requests that were under way when time was up may have been kept without being counted.
        if (rows !== null && (kept < result.ok || kept > result.ok + CONNECTIONS || result.refused > 0)) {
          throw new Error(`${name}: ${result.ok} answered, ${kept} kept, ${result.refused} refused`);
        }
        if (round > 0) results[encoding].push(result);
      }
    }
  }
}

async function count(database: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl(database) });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
  await client.end();
  return rows[0]?.count ?? 0;
}

function print(): void {
  console.log(
    `\nIngest, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s; median (least to most)\n`,
  );
  console.log("| encoding | server | a second | p50 ms | p99 ms | ours against it |");
  console.log("|---|---|---|---|---|---|");
  for (const encoding of ENCODINGS) {
    const ours = contestants[0]?.results[encoding] ?? [];
    for (const { name, results } of contestants) {
      const theirs = results[encoding];
      const rates = theirs.map(({ perSecond }) => perSecond);
      const ratios = theirs.map(({ perSecond }, index) => (ours[index]?.perSecond ?? 0) / perSecond);
      const columns = [
        encoding,
        name,
        spread(rates, 0),
        spread(
          theirs.map(({ p50 }) => p50),
          0,
        ),
        spread(
          theirs.map(({ p99 }) => p99),
          0,
        ),
        `${spread(ratios, 2)} ×`,
      ];
      console.log(`| ${columns.join(" | ")} |`);
    }
  }
}

function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
