import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import type { WireRequest } from "./wire";

/** What came of one request. */
export interface Reply {
  readonly status: number | null;
  readonly answer: string;
}

const TIMEOUT_MS = 5_000;
const MOST_ANSWER = 300;
/** On Linux all of 127.0.0.0/8 is this machine; elsewhere only 127.0.0.1 may be. */
const OTHER_ADDRESS = "127.0.0.2";
/** Of a documentation network: nobody's. */
const OTHER_CLIENT = "203.0.113.9";

/**
 * Posts a notification.
 *
 * @param options.fromElsewhere whether from another address than usual
 */
export async function post(
  wire: WireRequest,
  options: { forwardedFor: string | undefined; signal: AbortSignal; fromElsewhere: boolean },
): Promise<Reply> {
  const { forwardedFor, fromElsewhere } = options;
  // Behind proxies the address is what they say; without them it is that of the connection.
  const behind = fromElsewhere && forwardedFor !== undefined;
  const client = behind ? forwardedFor.replace(/^[^,]+/, OTHER_CLIENT) : forwardedFor;
  const headers = {
    "Content-Type": wire.contentType,
    ...(client === undefined ? {} : { "X-Forwarded-For": client }),
  };
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    return fromElsewhere && !behind
      ? await postFrom(OTHER_ADDRESS, wire, headers, signal)
      : await postPlainly(wire, headers, signal);
  } catch (error) {
    return { status: null, answer: explain(error) };
  }
}

async function postPlainly(
  { url, body }: WireRequest,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Reply> {
  const response = await fetch(url, {
    method: "POST",
    headers,
    body: new Uint8Array(body),
    redirect: "manual",
    signal,
  });
  return { status: response.status, answer: (await response.text()).slice(0, MOST_ANSWER) };
}

function postFrom(
  localAddress: string,
  { url, body }: WireRequest,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? overHttps : overHttp;
    const sending = send(url, { method: "POST", headers, localAddress, signal }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        answer = (answer + chunk).slice(0, MOST_ANSWER);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? null, answer }));
      response.on("error", reject);
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return "not reached";
  if (error.name === "TimeoutError") return "no answer in 5 s";
  const code = "code" in error ? error.code : undefined;
  return code === "EADDRNOTAVAIL"
    ? `this machine has no ${OTHER_ADDRESS}: change the allowed addresses in the dashboard instead`
    : "not reached";
}
