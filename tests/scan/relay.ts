import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { PAGES, ROUTES } from "@/scripts/access/doors";

/** Stands before the dashboard: signs scanners in, and counts what each door answered them. */
export interface Relay {
  readonly url: string;
  /** From now on every request is that of a person with this cookie, and every one of the API has this key. */
  carry(identity: { readonly cookie: string; readonly apiKey: string }): void;
  /** How often each door answered with which status. */
  answers(): ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** What was answered with a status of 500 or more, and how often. */
  faults(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** No answer of the dashboard takes so long, except those that do not end. */
const LONGEST_MS = 8_000;
const PATTERNS = [...Object.keys(PAGES), ...Object.keys(ROUTES).map((route) => route.replace(/^\w+ /, ""))]
  .toSorted((left, right) => left.split("[").length - right.split("[").length)
  .map((door) => {
    const pattern = door.replaceAll(/\[+\.\.\.\w+\]+/g, ".*").replaceAll(/\[\w+\]/g, "[^/]+");
    return { door, pattern: new RegExp(`^${pattern}$`) };
  });

function doorOf(method: string, url: string): string {
  const path = url.split("?")[0] ?? "";
  return `${method} ${PATTERNS.find(({ pattern }) => pattern.test(path))?.door ?? "elsewhere"}`;
}

/** Listens on loopback. @param port where scanners ask, @param to where the dashboard listens */
export async function startRelay(port: number, to: string): Promise<Relay> {
  const answers = new Map<string, Map<number, number>>();
  const faults = new Map<string, number>();
  let identity = { cookie: "", apiKey: "" };
  const count = (method: string, url: string, status: number) => {
    const door = doorOf(method, url);
    const counted = answers.get(door) ?? new Map<number, number>();
    answers.set(door, counted.set(status, (counted.get(status) ?? 0) + 1));
    const fault = `${method} ${url} ${status}`;
    if (status >= 500) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  };
  const headersOf = (headers: IncomingHttpHeaders, url: string) => ({
    ...headers,
    cookie: [identity.cookie, headers.cookie].filter((one) => one).join("; "),
    ...(url.startsWith("/api/v1/") && { authorization: `Bearer ${identity.apiKey}` }),
  });
  const server = createServer((asked, answer) => {
    const { method = "GET", url = "/", headers } = asked;
    const passed = request(`${to}${url}`, { method, headers: headersOf(headers, url) }, (answered) => {
      count(method, url, answered.statusCode ?? 0);
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      // A stream of live events has no end to wait for.
      if (/event-stream/.test(answered.headers["content-type"] ?? "")) answer.end(() => passed.destroy());
      else answered.pipe(answer);
    });
    passed.setTimeout(LONGEST_MS, () => passed.destroy(new Error("no answer")));
    passed.on("error", () => {
      if (!answer.headersSent) count(method, url, 599);
      answer.destroy();
    });
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${port}`,
    carry: (given) => (identity = given),
    answers: () => answers,
    faults: () => faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
