import { existsSync } from "node:fs";
import { buildNextPeer } from "./build-next-peer";
import type { LoadResult } from "./load";
import { load, type Peer, startPeer } from "./processes";
import type { Setting } from "./setting";
import { type Contestant, printIngest } from "./tables";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const CONNECTIONS = 64;
const MOST = 150_000;
const ENCODINGS = ["form", "json"] as const;

interface Entrant extends Contestant {
  readonly peer: Peer;
  /** Rows kept so far; null where none are. */
  readonly rows: (() => Promise<number>) | null;
  readonly results: Record<(typeof ENCODINGS)[number], LoadResult[]>;
}

/** Taking deliveries in, against peers. Rounds of the peers alternate, so that a machine that slows down slows them all. */
export async function benchIngest(setting: Setting): Promise<void> {
  const entrants: Entrant[] = [];
  try {
    await startAll(setting, entrants);
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) await runRound(entrants, round);
    console.log(
      `\nIngest, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s; median (least to most)\n`,
    );
    printIngest(entrants, ENCODINGS);
  } finally {
    for (const { peer } of entrants) await peer.stop();
  }
}

async function startAll(setting: Setting, entrants: Entrant[]): Promise<void> {
  const path = `/api/webhooks/anytime/${setting.key}`;
  const enter = async (
    name: string,
    file: string,
    table: string | null,
    more: Record<string, string> = {},
    folder?: string,
  ) => {
    const url = table === null ? "" : await setting.createDatabase(`bench_${entrants.length}`);
    const ours = table === "deliveries";
    const env = ours ? { ...setting.environment(url), PROCESS_INBOX: "false" } : { DATABASE_URL: url };
    const at = ours ? path : file === "next-prisma" ? "/api/hook" : "/";
    const peer = await startPeer(file, 4811 + entrants.length, at, { ...env, ...more }, folder);
    const sql = `SELECT count(*)::int AS count FROM ${table}`;
    const rows = table === null ? null : async () => (await setting.ask<{ count: number }>(url, sql)).count;
    entrants.push({ name, peer, rows, results: { form: [], json: [] } });
  };
  await enter("ours", "ours", "deliveries");
  const before = process.env.BENCH_BEFORE;
  if (before !== undefined) await enter("ours before", "ours", "deliveries", {}, before);
  if (process.env.BENCH_PEERS === "none") return;
  await enter("node:http + pg", "plain", "plain_hooks");
  await enter('bare "ok"', "ok", null);
  await enter("Next + Prisma", "next-prisma", "hooks", { PEER_DIR: buildNextPeer() });
  if (existsSync(".next/BUILD_ID")) await enter("our route behind plain Next", "next-door", "deliveries");
  else console.log("Run `npm run build` first to measure our route behind plain Next, too.");
}

let first = 0;

async function runRound(entrants: readonly Entrant[], round: number): Promise<void> {
  for (const encoding of ENCODINGS) {
    for (const { name, peer, rows, results } of entrants) {
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
      const wrong = kept < result.ok || kept > result.ok + CONNECTIONS || result.refused > 0;
      if (rows !== null && wrong)
        throw new Error(`${name}: ${result.ok} answered, ${kept} kept, ${result.refused} refused`);
      if (round > 0) results[encoding].push(result);
    }
  }
}
