import { setTimeout as sleep } from "node:timers/promises";
import { signIn } from "../support/browser/sign-in";
import { makeClient } from "../support/client";
import { makeProductionSettings, type Production, startProduction } from "../support/production";
import { load } from "./processes";
import type { Setting } from "./setting";
import { printRow, spread } from "./tables";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
/** What a door has to spare beside: the question is who waits for whom, not how much fits in. */
const RATE = 200;
const CONNECTIONS = 16;
const STAFF = 10;
const CLIENTS = 100;
const CLIENT_PAUSE_MS = 1_000;
/** Numbers of bodies that nothing else in the run has. */
const FIRST = 500_000_000;
const EMAIL = "bench@example.com";
const PASSWORD = "a long walk along the river";

/**
 * Taking deliveries in by the production server while the audit table is locked, ten staff wait for pages that read
 * it, and a hundred clients are at public routes; against the same undisturbed, round by round.
 */
export async function benchTrouble(setting: Setting): Promise<void> {
  const url = await setting.createDatabase("trouble");
  const owner = { ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD };
  const server = startProduction({ ...(await makeProductionSettings(url)), ...owner });
  const calm: number[] = [];
  const troubled: number[] = [];
  let refused = 0;
  try {
    await server.ready();
    const cookie = await signInOwner(server);
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const quiet = await measure(server, 2 * round);
      const trouble = await startTrouble(server, url, cookie);
      const loud = await measure(server, 2 * round + 1);
      await trouble.stop();
      refused += quiet.refused + loud.refused;
      if (round === 0) continue;
      calm.push(quiet.p99);
      troubled.push(loud.p99);
    }
  } finally {
    await server.stop("SIGKILL");
  }
  const ratios = troubled.map((p99, round) => p99 / (calm[round] ?? 0));
  console.log(
    `\nThe door under trouble, ${RATE} a second, ${ROUNDS} rounds of ${SECONDS} s; median (least to most)\n`,
  );
  printRow(["", "p99 ms", "against undisturbed", "refused"]);
  printRow(["---", "---", "---", "---"]);
  printRow(["undisturbed", spread(calm, 0), "", ""]);
  printRow(["under trouble", spread(troubled, 0), `${spread(ratios, 2)} ×`, `${refused}`]);
}

function measure({ webhookUrl }: Production, round: number) {
  const most = RATE * (SECONDS + 5);
  const first = FIRST + round * most;
  const order = { url: webhookUrl, encoding: "form" as const, connections: CONNECTIONS, seconds: SECONDS };
  return load({ ...order, first, most, rate: RATE });
}

async function startTrouble({ url }: Production, databaseUrl: string, cookie: string) {
  const locker = makeClient(databaseUrl);
  await locker.connect();
  await locker.query("BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE");
  const over = new AbortController();
  const ask = async (path: string, request: RequestInit): Promise<void> => {
    const response = await fetch(`${url}${path}`, { ...request, signal: over.signal }).catch(() => null);
    await response?.arrayBuffer().catch(() => undefined);
  };
  const repeat = async (pause: number, path: string, request: RequestInit = {}): Promise<void> => {
    await sleep(Math.random() * pause);
    while (!over.signal.aborted) {
      await ask(path, request);
      await sleep(pause);
    }
  };
  const stranger = (n: number) => `/api/webhooks/anytime/${`random-${n}`.padEnd(40, "x")}`;
  const busy = [
    ...Array.from({ length: STAFF }, () => repeat(0, "/audit", { headers: { cookie } })),
    ...Array.from({ length: CLIENTS }, (_, n) =>
      n % 2 === 0
        ? repeat(CLIENT_PAUSE_MS, "/api/health")
        : repeat(CLIENT_PAUSE_MS, stranger(n), { method: "POST" }),
    ),
  ];
  return {
    stop: async (): Promise<void> => {
      over.abort();
      await Promise.all(busy);
      await locker.end();
    },
  };
}

/** Signs the owner in. @returns the cookies of a session */
async function signInOwner({ url }: Production): Promise<string> {
  const { status, cookie } = await signIn(url, { email: EMAIL, password: PASSWORD });
  if (status !== 200) throw new Error(`signing in was answered ${status}`);
  return cookie;
}
