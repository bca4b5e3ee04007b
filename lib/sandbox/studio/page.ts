import { browserScript } from "../http/browser-script";
import { escapeHtml } from "../http/html";
import { PAGE_STYLE } from "../http/page-style";
import { FAULTS } from "../notify/faults";

/** The studio: the bank's back office, where a developer triggers events by clicking. */
export function writeStudio(partnerName: string, dashboardUrl: string | null): string {
  const name = escapeHtml(partnerName);
  const options = (values: readonly string[]) => values.map((value) => `<option>${value}</option>`).join("");
  const link =
    dashboardUrl === null
      ? ""
      : ` <a href="${escapeHtml(dashboardUrl)}/deliveries">Deliveries in the dashboard</a>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Simulated bank</title><style>${PAGE_STYLE}
main{max-width:1180px;margin:0 auto;padding:28px 20px 60px;display:grid;gap:18px;grid-template-columns:minmax(0,1fr)}
header p{margin-top:4px}.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:16px 18px;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:13px}th{text-align:left;color:var(--dim);font-weight:550;padding:4px 10px 8px 0}td{padding:6px 10px 6px 0;border-top:1px solid var(--line);white-space:nowrap}
td button{height:28px;font-size:12px;padding:0 10px;margin-right:4px}.row{display:flex;flex-wrap:wrap;gap:10px;align-items:end}.row label{min-width:150px}.row input,.row select,.row button{height:36px}
.state{font-weight:550}.state.on{color:var(--ok)}.ok{color:var(--ok)}.bad{color:var(--bad)}
@media(min-width:980px){.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:18px;align-items:start}}
</style></head><body><main><header><h1>Simulated bank</h1><p>Stands where Anytime would stand for ${name}. Everything done here is told to the partner by webhook.${link}</p></header>
<p class="error" role="alert" id="problem" hidden></p>
<div class="card"><h2>Send an event</h2><form class="row" id="trigger">
<label>Event<select name="event">${options(["card_transaction_received", "token_created", "token_revoked"])}</select></label>
<label>Fault<select name="fault"><option value="">none</option>${options(FAULTS)}</select></label>
<label>Encoding<select name="encoding">${options(["form", "json", "multipart"])}</select></label>
<label>Override a field<input name="set" placeholder="body.transaction.amount=12.00"></label><button>Send</button></form></div>
<div class="card"><h2>Spend</h2><form class="row" id="spend"><label>Payments a second<input name="rate" type="number" min="0" max="200" step="0.1" value="1"></label><button>Start</button><button type="button" id="stop">Stop</button></form></div>
<div class="two"><div class="card"><h2>Customers</h2><table><thead><tr><th>Name</th><th>Cards</th><th>Access</th><th></th></tr></thead><tbody id="customers"></tbody></table></div>
<div class="card"><h2>Requests sent</h2><table><thead><tr><th>Time</th><th>Event</th><th>Tries</th><th>Answer</th></tr></thead><tbody id="requests"></tbody></table></div></div>
</main><script src="/studio.js"></script></body></html>`;
}

/** The studio's script. */
export function writeStudioScript(): string {
  return browserScript(run);
}

// Serialised and run in the studio: nothing from outside this function may be used in it.
function run(): void {
  type Customer = { id: string; name: string; cardRefs: string[]; granted: boolean };
  type Sent = {
    at: string;
    event: string;
    fault: string | null;
    tries: number;
    status: number | null;
    answer: string;
  };
  const element = (id: string) => document.getElementById(id) as HTMLElement;

  async function ask(path: string, init: RequestInit): Promise<{ ok: boolean; answer: unknown }> {
    try {
      const response = await fetch(`/control/${path}`, init);
      return { ok: response.ok, answer: await response.json() };
    } catch {
      return { ok: false, answer: { error: "The simulated bank does not answer. Is it still running?" } };
    }
  }
  // The message of an action stays until the next one: the reload every second must not remove it.
  async function call(path: string, body: unknown): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const { ok, answer } = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
    element("problem").hidden = ok;
    element("problem").textContent = ok ? "" : (answer as { error: string }).error;
    await refresh();
  }
  // Rows are redrawn only if they changed, so that the focus stays on its button.
  const drawn: Record<string, string> = {};
  async function draw<Row>(id: string, most: number, write: (row: Row) => HTMLElement): Promise<void> {
    const { ok, answer } = await ask(id, { method: "GET" });
    const text = JSON.stringify(answer);
    if (!ok || drawn[id] === text) return;
    drawn[id] = text;
    element(id).replaceChildren(...(answer as Row[]).slice(0, most).map(write));
  }
  function cell(text: string, className = ""): HTMLTableCellElement {
    const td = document.createElement("td");
    td.textContent = text;
    td.className = className;
    return td;
  }
  function button(label: string, act: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }
  function customerRow(customer: Customer): HTMLTableRowElement {
    const row = document.createElement("tr");
    const actions = cell("");
    const act = (label: string, path: string) => {
      const made = button(label, () => void call(path, { customer: customer.id }));
      made.setAttribute("aria-label", `${label}: ${customer.name}`);
      actions.append(made);
    };
    act("Pay", "pay");
    if (customer.granted) act("Revoke", "revoke");
    const state = cell(customer.granted ? "given" : "—", customer.granted ? "state on" : "state");
    row.append(
      cell(customer.name),
      cell(customer.cardRefs.map((ref) => ref.slice(-4)).join(", ")),
      state,
      actions,
    );
    return row;
  }
  function requestRow(sent: Sent): HTMLTableRowElement {
    const row = document.createElement("tr");
    const good = sent.status !== null && sent.status < 300;
    const answer = sent.status === null ? sent.answer || "…" : `${sent.status} ${sent.answer.slice(0, 60)}`;
    const event = sent.fault === null ? sent.event : `${sent.event} (${sent.fault})`;
    row.append(
      cell(sent.at.slice(11, 19)),
      cell(event),
      cell(String(sent.tries)),
      cell(answer, good ? "ok" : "bad"),
    );
    return row;
  }
  async function refresh(): Promise<void> {
    await Promise.all([draw("customers", 100, customerRow), draw("requests", 30, requestRow)]);
  }
  function onSubmit(id: string, act: (data: FormData) => Promise<void>): void {
    element(id).addEventListener("submit", (event) => {
      event.preventDefault();
      void act(new FormData(event.target as HTMLFormElement));
    });
  }
  onSubmit("trigger", (data) => {
    const [path, ...value] = String(data.get("set")).split("=");
    const set = path ? { [path]: value.join("=") } : {};
    const fault = String(data.get("fault"));
    return call("trigger", {
      event: data.get("event"),
      encoding: data.get("encoding"),
      set,
      ...(fault ? { fault } : {}),
    });
  });
  onSubmit("spend", (data) => call("spend", { rate: Number(data.get("rate")) }));
  element("stop").addEventListener("click", () => void call("spend", { rate: 0 }));
  void refresh();
  setInterval(() => {
    if (!document.hidden) void refresh();
  }, 1_000);
}
