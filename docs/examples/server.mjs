// A partner's own backend in a few lines: node docs/examples/server.mjs
//   DASHBOARD_URL            where this dashboard is
//   ANYTIME_CONNECT_API_KEY  with the scopes connect_sessions:write and connect_sessions:read
//   SCRIPT_URL               https://connect.anyti.me/[PARTNER_ID]/[LANG]/client.js
//   PAGE, SCRIPT             the page to serve, and the script that it loads, if any
//   PORT                     where to listen
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const { DASHBOARD_URL, ANYTIME_CONNECT_API_KEY, SCRIPT_URL, PAGE, SCRIPT, PORT = "8080" } = process.env;

async function askDashboard(path, body) {
  const response = await fetch(`${DASHBOARD_URL}/api/v1/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { Authorization: `Bearer ${ANYTIME_CONNECT_API_KEY}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the dashboard answered ${response.status}`);
  return response.json();
}

/** The user signed in at your site; here always the same one. */
const customer = { external_reference: "customer-1", name: "Camille Renard" };

const routes = {
  "GET /": async () => ["text/html", await readFile(PAGE, "utf8")],
  "GET /page.js": async () => ["text/javascript", await readFile(SCRIPT, "utf8")],
  "POST /start": async () => {
    const made = await askDashboard("connect-sessions", customer);
    const started = { session: made.id, scriptUrl: SCRIPT_URL, customReference: made.custom_reference };
    return ["application/json", JSON.stringify(started)];
  },
  "GET /status": async (url) => {
    // You must check that this session belongs to the person who asks.
    const session = await askDashboard(
      `connect-sessions/${encodeURIComponent(url.searchParams.get("session"))}`,
    );
    return ["application/json", JSON.stringify({ connected: session.state === "completed" })];
  },
};

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  const route = routes[`${request.method} ${url.pathname}`];
  try {
    if (route === undefined) return response.writeHead(404).end();
    const [type, body] = await route(url);
    return response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(body);
  } catch (error) {
    console.error(error.message);
    return response.writeHead(502).end();
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log(`Ready at http://localhost:${PORT}`));
