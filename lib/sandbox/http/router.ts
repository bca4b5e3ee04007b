import type { IncomingMessage, ServerResponse } from "node:http";
import { writeClientScript } from "../connect/client-script";
import { writePopup, writePopupScript } from "../connect/popup";
import { createSignIn } from "../connect/sign-in";
import type { Controlled } from "../control/action";
import { control } from "../control/control";
import { writeStudio } from "../studio/page";
import { writeStudioScript } from "../studio/script";
import type { JsonAnswer } from "./json-answer";

/** What the pages of the bank say of the partner. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly dashboardUrl: string | null;
}

/** Writes what stands under an address. */
type Page = () => [type: string, text: string];

/** A persona with years of payments fits. */
const MAX_BODY = 20_000_000;

/** Answers everything that comes to the bank's origin. */
export function createRouter(partner: Partner, origin: string, on: Controlled) {
  const signIn = createSignIn(on.bank);
  const studio = () =>
    writeStudio({
      partnerName: partner.name,
      dashboardUrl: partner.dashboardUrl,
      customers: on.bank.customers(),
    });
  const pages: Record<string, Page> = {
    "/": () => ["text/html", studio()],
    "/studio.js": () => ["text/javascript", writeStudioScript()],
    "/popup.js": () => ["text/javascript", writePopupScript()],
  };
  for (const language of ["en", "fr"] as const) {
    const base = `/${partner.id}/${language}`;
    pages[`${base}/client.js`] = () => [
      "text/javascript",
      writeClientScript({ origin, partnerId: partner.id, language }),
    ];
    pages[`${base}/popup`] = () => ["text/html", writePopup(partner.name, language, on.bank.customers())];
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    // The partner's server calls it, with its own proofs.
    if (/^\/v\d/.test(path)) return on.api.handle(request, response);
    const page = request.method === "GET" ? pages[path] : undefined;
    if (page !== undefined)
      return on.bank.script.answer(path, response, (other) => sendPage(page, response, other));
    if (!isOwn(request, origin))
      return json(response, { status: 403, body: { error: "Asked from another origin." } });
    if (path === "/popup/sign-in") return json(response, signIn.signIn(await readJson(request)));
    if (path === "/popup/accept") return json(response, await signIn.accept(await readJson(request)));
    if (path.startsWith("/control/")) {
      const input = request.method === "POST" ? await readJson(request) : undefined;
      return json(response, await control(on, path.slice(9), request.method ?? "GET", input));
    }
    return send(response, 404, "text/plain", "Not found");
  };
}

/** Other pages must not control this bank: neither by their own requests, nor by a name that they rebind to us. */
function isOwn(request: IncomingMessage, origin: string): boolean {
  const { host, origin: from } = request.headers;
  const own = new URL(origin);
  const names = [own.host, own.host.replace(own.hostname, "localhost")];
  return (
    names.includes(host ?? "") && (from === undefined || names.some((name) => from === `http://${name}`))
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined; // the caller's schema reports what is missing
  }
}

function sendPage(page: Page, response: ServerResponse, other?: string): void {
  const [type, text] = page();
  send(response, 200, type, other ?? text);
}

function json(response: ServerResponse, { status, body }: JsonAnswer): void {
  send(response, status, "application/json", JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
  response.end(text);
}
