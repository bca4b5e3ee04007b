import type { IncomingMessage, ServerResponse } from "node:http";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import type { Bank } from "../bank";
import { uniqueClock } from "../time/clock";
import { createAuthenticate } from "./authenticate";
import { ApiError } from "./errors";
import { createPartnerKeys, type PartnerKeys } from "./keys";
import { createRate } from "./rate";
import { answerCall, isRoute } from "./routes";
import { type ApiSettings, USUAL } from "./settings";
import { sendWithTrouble } from "./trouble";

/** A call of the API and how it was answered, for whoever develops against it. It contains no secret. */
export interface ApiCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly customer: string | null;
  readonly status: number;
  readonly exception: string | null;
}

/** The bank's REST API. */
export interface Api {
  readonly keys: PartnerKeys;
  readonly settings: ApiSettings;
  /** The last calls, newest first. */
  readonly calls: readonly ApiCall[];
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const VERSION = "v1.0";
const KEPT = 200;

/** Creates the API of a bank. Its answers carry the hash that notifications carry. */
export function createApi(bank: Bank, partnerRef: string): Api {
  const keys = createPartnerKeys(bank.state.keys);
  const settings = { ...USUAL };
  const calls: ApiCall[] = [];
  const timestamps = uniqueClock(bank.clock);
  const allows = (address: string) =>
    settings.addresses.length === 0 || settings.addresses.includes(address.replace(/^::ffff:/, ""));
  const authenticate = createAuthenticate(keys, bank.grants, allows);
  const rate = createRate(Date.now);
  let requestId = 109_605;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    let customer: string | null = null;
    let answer: { status: number; body: object; error?: ApiError };
    try {
      const { path, query } = readTarget(request);
      const grant = authenticate(request);
      customer = grant.customerId;
      rate(grant.token, settings.ratePerSecond);
      if (!isRoute(path)) throw new ApiError("route");
      if (request.method !== "GET") throw new ApiError("method");
      const owner = bank.customers().find(({ id }) => id === grant.customerId);
      if (owner === undefined) throw new ApiError("unknownToken");
      answer = { status: 200, body: answerCall(path, { bank, grant, customer: owner, query }) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer = { status: error.status, body: { error: error.error }, error };
    }
    requestId += 1;
    const timestamp = timestamps();
    const envelope = {
      request_id: requestId,
      type_response: "sync",
      timestamp: Number(timestamp),
      hash: hashTimestamp(timestamp, partnerRef),
      body: answer.body,
    };
    const status = await sendWithTrouble(response, settings, requestId, { ...answer, envelope });
    calls.unshift({
      at: new Date(bank.clock()).toISOString(),
      method: request.method ?? "",
      path: (request.url ?? "").slice(0, 300),
      customer,
      status,
      exception: answer.error?.error.exception ?? null,
    });
    calls.length = Math.min(calls.length, KEPT);
  }
  return { keys, settings, calls, handle };
}

function readTarget(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [target = "", query = ""] = (request.url ?? "").split("?");
  const [version, ...path] = target.slice(1).split("/");
  if (version !== VERSION) throw new ApiError("version");
  return { path: path.join("/").replace(/\/$/, ""), query: new URLSearchParams(query) };
}
