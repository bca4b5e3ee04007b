import { type ClientRequest, get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { signIn } from "../support/browser/sign-in";
import { makeProductionSettings, type Production, startProduction } from "../support/production";
import { makeBodies } from "./bodies";
import type { Setting } from "./setting";
import { printRow, quantile } from "./tables";

const SIZES = (process.env.BENCH_FEEDS ?? "1,200,1000").split(",").map(Number);
const PAYMENTS = Number(process.env.BENCH_PAYMENTS ?? 40);
/** Between payments, as on a quiet site: the question is how long one takes, not how many there may be. */
const PAUSE_MS = 250;
/** Numbers of bodies that nothing else in the run has. */
const FIRST = 700_000_000;
const OWNER = { email: "bench@example.com", password: "a long walk along the river" };

/** A live feed as a page has it open. */
interface Feed {
  /** When each payment's row came, by txid. */
  readonly heard: Map<string, number>;
  readonly request: ClientRequest;
}

/** From the bank's request until its row has reached every open page, on the production server. */
export async function benchFeeds(setting: Setting): Promise<void> {
  const url = await setting.createDatabase("feeds");
  const owner = { ADMIN_EMAIL: OWNER.email, ADMIN_PASSWORD: OWNER.password };
  const server = startProduction({ ...(await makeProductionSettings(url)), ...owner });
  try {
    await server.ready();
    const { cookie } = await signIn(server.url, OWNER);
    console.log(`\nFrom a webhook to its row on every open page, ${PAYMENTS} payments, in ms\n`);
    printRow(["open feeds", "first page: p50", "p99", "last page: p50", "p99"]);
    printRow(["---", "---", "---", "---", "---"]);
    for (const [round, size] of SIZES.entries()) await measure(server, cookie, round, size);
  } finally {
    await server.stop("SIGKILL");
  }
}

async function measure(server: Production, cookie: string, round: number, size: number): Promise<void> {
  const txids = new Set<string>();
  const feeds: Feed[] = [];
  for (let count = 0; count < size; count += 1) feeds.push(await openFeed(server.url, cookie, txids));
  const firsts: number[] = [];
  const lasts: number[] = [];
  const { type, bodies } = makeBodies("form", FIRST + round * 10_000, PAYMENTS + 1);
  for (const [number, body] of bodies.entries()) {
    const txid = String(20_000_000_000 + FIRST + round * 10_000 + number);
    txids.add(txid);
    const began = performance.now();
    const answer = await fetch(server.webhookUrl, {
      method: "POST",
      headers: { "Content-Type": type },
      body: Uint8Array.from(body),
    });
    if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`);
    while (!feeds.every(({ heard }) => heard.has(txid))) {
      if (performance.now() - began > 30_000) throw new Error("a feed did not hear of a payment");
      await sleep(2);
    }
    const times = feeds.map(({ heard }) => (heard.get(txid) ?? 0) - began);
    // The first payment is not counted: everything is done for the first time.
    if (number > 0) {
      firsts.push(Math.min(...times));
      lasts.push(Math.max(...times));
    }
    await sleep(PAUSE_MS);
  }
  for (const { request } of feeds) request.destroy();
  const shown = [firsts, lasts].flatMap((times) =>
    [0.5, 0.99].map((share) => quantile(times, share).toFixed(0)),
  );
  printRow([String(size), ...shown]);
}

function openFeed(url: string, cookie: string, txids: ReadonlySet<string>): Promise<Feed> {
  const heard = new Map<string, number>();
  return new Promise((resolve, reject) => {
    const request = get(`${url}/api/live`, { headers: { cookie }, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`a feed answered ${response.statusCode}`));
      response.on("data", (chunk: Buffer) => {
        const text = chunk.toString("latin1");
        for (const txid of txids)
          if (!heard.has(txid) && text.includes(txid)) heard.set(txid, performance.now());
      });
      response.once("data", () => resolve({ heard, request }));
    });
    request.on("error", reject);
  });
}
