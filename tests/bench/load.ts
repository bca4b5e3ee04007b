// The load: a process of its own, so that making requests does not slow what answers them.
import autocannon from "autocannon";
import { makeBodies } from "./bodies";

/** What to send where; one JSON argument. */
export interface LoadOrder {
  readonly url: string;
  readonly encoding: "form" | "json";
  readonly connections: number;
  readonly seconds: number;
  readonly first: number;
  /** How many bodies to prepare: more than will be sent. */
  readonly most: number;
  /** Requests a second; as many as it takes where absent. */
  readonly rate?: number;
}

/** What came of it; one line of JSON. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly ok: number;
  readonly refused: number;
  readonly ranOut: boolean;
}

const order = JSON.parse(process.argv[2] ?? "{}") as LoadOrder;
const { type, bodies } = makeBodies(order.encoding, order.first, order.most);
let next = 0;
const started = process.hrtime.bigint();
const result = await autocannon({
  url: order.url,
  connections: order.connections,
  duration: order.seconds,
  ...(order.rate === undefined ? {} : { overallRate: order.rate }),
  requests: [
    {
      method: "POST",
      headers: { "content-type": type },
      setupRequest: (request) => {
        const body = bodies[next % bodies.length];
        next += 1;
        return body === undefined ? request : { ...request, body };
      },
    },
  ],
});
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const answer: LoadResult = {
  perSecond: result["2xx"] / seconds,
  p50: result.latency.p50,
  p99: result.latency.p99,
  ok: result["2xx"],
  refused: result.non2xx + result.errors,
  ranOut: next > bodies.length,
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
process.exit(0);
