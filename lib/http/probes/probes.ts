import type { IncomingMessage, ServerResponse } from "node:http";
import type { Runtime } from "@/lib/runtime";

/** An answer to a probe. */
export interface ProbeAnswer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `/livez`: the process answers. */
export function answerLivez(): ProbeAnswer {
  return json(200, { status: "ok" });
}

/** `/readyz`: it can receive deliveries. */
export function answerReadyz({ readiness }: Runtime): ProbeAnswer {
  const problem = readiness.problem();
  return json(problem === null ? 200 : 503, { status: problem ?? "ready" });
}

/** `/api/health`: the state of the installation, for people and alerts. */
export async function answerHealth({ health }: Runtime): Promise<ProbeAnswer> {
  const found = await health();
  return json(found.status === "ok" ? 200 : 503, found);
}

/** @returns null if the path is no probe */
function findProbe(path: string): ((runtime: Runtime) => ProbeAnswer | Promise<ProbeAnswer>) | null {
  if (path === "/livez") return answerLivez;
  if (path === "/readyz") return answerReadyz;
  return path === "/api/health" ? answerHealth : null;
}

/** Answers a probe without Next, on any host. @returns null if the path is no probe */
export function handleProbe(
  runtime: Runtime,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> | null {
  const probe = findProbe(path);
  if (probe === null) return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0, Connection: "close" }).end();
    return Promise.resolve();
  }
  return Promise.resolve(probe(runtime)).then((answer) => writeProbe(response, answer, request.method));
}

/** Writes the answer with node:http. */
export function writeProbe(response: ServerResponse, answer: ProbeAnswer, method: string | undefined): void {
  response.writeHead(answer.status, {
    ...probeHeaders(answer),
    "Content-Length": Buffer.byteLength(answer.body),
  });
  response.end(method === "HEAD" ? undefined : answer.body);
}

/** Turns the answer into a web Response, for Next's routes. */
export function probeResponse(answer: ProbeAnswer): Response {
  return new Response(answer.body, { status: answer.status, headers: probeHeaders(answer) });
}

function probeHeaders({ type, headers }: ProbeAnswer): Record<string, string> {
  return {
    "Content-Type": type,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  };
}

function json(status: number, body: object): ProbeAnswer {
  return { status, body: JSON.stringify(body), type: "application/json; charset=utf-8" };
}
