import { API_TROUBLES } from "../api/settings";
import type { Customer } from "../customers/customer";
import { TOKEN_CHANGES } from "../customers/grants";
import { escapeHtml } from "../http/html";
import { PAGE_STYLE } from "../http/page-style";
import { CHARSETS, ENCODINGS, FAULT_MEANINGS, FAULTS } from "../notify/faults";
import { EVENTS } from "../notify/trigger";

/** What the studio shows of the partner and the bank. */
export interface StudioPage {
  readonly partnerName: string;
  readonly dashboardUrl: string | null;
  readonly customers: readonly Customer[];
}

const STYLE = `
main{max-width:1240px;margin:0 auto;padding:28px 20px 60px;display:grid;gap:18px;grid-template-columns:minmax(0,1fr)}
header p{margin-top:4px}.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:16px 18px;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:13px}th{text-align:left;color:var(--dim);font-weight:550;padding:4px 10px 8px 0}td{padding:6px 10px 6px 0;border-top:1px solid var(--line);white-space:nowrap}
td button{height:28px;font-size:12px;padding:0 10px;margin-right:4px}.row{display:flex;flex-wrap:wrap;gap:10px;align-items:end}.row label{min-width:130px;flex:0 1 auto}.row input,.row select,.row button{height:36px}.row+.row{margin-top:12px}
.row input[type=checkbox]{height:18px;width:18px}.note{font-size:13px;margin-top:8px}textarea{font:12px/16px ui-monospace,monospace;width:340px;height:64px;border:1px solid var(--line);border-radius:9px;background:var(--bg);color:inherit;padding:6px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12px/17px ui-monospace,monospace;background:var(--bg);border:1px solid var(--line);border-radius:9px;padding:10px;max-height:320px;overflow:auto}
.state{font-weight:550}.state.on{color:var(--ok)}.ok{color:var(--ok)}.bad{color:var(--bad)}td.detail{white-space:normal}
@media(min-width:1100px){.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:18px;align-items:start}}`;

/** The studio: the bank's back office, where a developer makes things happen by clicking. */
export function writeStudio({ partnerName, dashboardUrl, customers }: StudioPage): string {
  const name = escapeHtml(partnerName);
  const dashboard = dashboardUrl === null ? "" : escapeHtml(dashboardUrl);
  const link = dashboard === "" ? "" : ` <a href="${dashboard}/deliveries">Deliveries in the dashboard</a>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated bank</title><style>${PAGE_STYLE}${STYLE}</style></head><body data-dashboard="${dashboard}"><main>
<header><h1>Simulated bank</h1><p>Stands where Anytime would stand for ${name}. Everything done here is told to the partner by webhook.${link}</p>
<p class="note">Times are those of the dashboard (Paris). It is <b id="now">…</b> at the bank. Fault of all that is sent: <b id="active">none</b>. The same by command: <code>npm run sandbox -- --help</code></p></header>
<p class="error" role="alert" id="problem" hidden></p><p class="ok" role="status" id="done" hidden></p>
${eventCard(customers)}
${spendCard(customers)}
<div class="card"><h2>Customers</h2><table><thead><tr><th>Name</th><th>Does</th><th>Cards</th><th>Balance</th><th>Access</th><th></th></tr></thead><tbody id="customers"></tbody></table></div>
<div class="card"><h2>Requests sent</h2><table><thead><tr><th>Time</th><th>Event</th><th>Tries</th><th>Answer</th><th>Took</th><th></th></tr></thead><tbody id="requests"></tbody></table></div>
${bankCards()}
</main><script src="/studio.js"></script></body></html>`;
}

function eventCard(customers: readonly Customer[]): string {
  return `<div class="card"><h2>Send an event</h2><form class="row" id="trigger">
<label>Event<select name="event">${options(EVENTS)}</select></label>
<label>Customer<select name="customer">${people(customers)}</select></label>
<label>Fault<select name="fault"><option value="">none</option>${faults()}</select></label>
<label>Encoding<select name="encoding">${options(ENCODINGS)}</select></label>
<label>Characters<select name="charset">${options(CHARSETS)}</select></label>
<label>Override a field<input name="set" placeholder="body.transaction.amount=12.00"></label><button>Send</button></form>
<form class="row" id="fault"><label>Fault of all that follows<select name="fault"><option value="">none</option>${faults("burst")}</select></label>
<label>Only the next<input name="next" type="number" min="1" placeholder="all"></label><button>Apply</button></form></div>`;
}

function spendCard(customers: readonly Customer[]): string {
  return `<div class="card"><h2>Spend</h2><form class="row" id="spend"><label>Payments a second<input name="rate" value="1" pattern="\\d+(\\.\\d+)?(/[smh])?|max" title="2, 0.5, 10/m, 1/h or max"></label><button>Start</button><button type="button" id="stop">Stop</button></form>
<form class="row" id="backfill"><label>Days of the past<input name="days" type="number" min="1" max="400" value="7"></label><label>Payments a day<input name="perDay" type="number" min="0" step="0.1" value="3"></label>
<label>Customer<select name="customer">${people(customers)}</select></label><label>Nobody is told<input name="lost" type="checkbox"></label><button>Make</button></form>
<form class="row" id="settle"><label>Settle txid<input name="txid" required></label><label>Over<input name="amount" placeholder="the same amount" pattern="\\d+\\.\\d\\d"></label><label>Under a new txid<input name="anew" type="checkbox"></label><button>Settle</button></form></div>`;
}

function bankCards(): string {
  return `<div class="two"><div class="card"><h2>Clock</h2><div class="row" id="clock"></div><form class="row" id="clock-at"><label>Set to<input name="at" type="datetime-local" required></label><button>Set</button></form>
<h2 style="margin-top:18px">Personas</h2><form class="row" id="persona-make"><label>Id<input name="id" required pattern="[a-z][a-z0-9\\-]*" value="claire"></label><label>Seed<input name="seed" type="number" min="0" value="7"></label><label>Days<input name="days" type="number" min="1" max="1500" value="365"></label><label>Payments a day<input name="perDay" type="number" min="0" max="50" step="0.1" value="1"></label><label>Send them<input name="push" type="checkbox"></label><button>Make</button></form>
<form class="row" id="persona-load"><label>File<input name="file" type="file" accept=".json" required></label><label>Send its payments<input name="push" type="checkbox"></label><button>Load</button></form></div>
<div class="card"><h2>REST API</h2><form class="row" id="api"><label>Latency in ms<input name="latencyMs" type="number" min="0" max="120000"></label><label>Trouble<select name="trouble">${options(API_TROUBLES)}</select></label><label>Every n-th call<input name="every" type="number" min="1"></label><label>Calls a second<input name="ratePerSecond" type="number" min="0.01" step="0.01"></label><label>Allowed addresses<input name="addresses" placeholder="all"></label><label>Amounts as numbers<input name="numbers" type="checkbox"></label><button>Apply</button></form>
<form class="row" id="token"><label>Token of<input name="customer" required placeholder="amina"></label><label>Change<select name="change">${options(TOKEN_CHANGES)}</select></label><button>Change</button></form>
<form class="row" id="key"><label>The partner’s public key<textarea name="publicKey" required placeholder="-----BEGIN PUBLIC KEY-----"></textarea></label><button>Register</button></form><table><tbody id="keys"></tbody></table>
<h2 style="margin-top:18px">Calls received</h2><table><thead><tr><th>Time</th><th>Call</th><th>Customer</th><th>Answer</th></tr></thead><tbody id="calls"></tbody></table></div></div>`;
}

function options(values: readonly string[]): string {
  return values.map((value) => `<option>${value}</option>`).join("");
}

function people(customers: readonly Customer[]): string {
  return customers.map(({ id, name }) => `<option value="${id}">${escapeHtml(name)}</option>`).join("");
}

function faults(without?: string): string {
  return FAULTS.filter((fault) => fault !== without)
    .map((fault) => `<option value="${fault}">${fault}: ${escapeHtml(FAULT_MEANINGS[fault])}</option>`)
    .join("");
}
