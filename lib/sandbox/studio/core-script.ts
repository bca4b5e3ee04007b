import type { StudioWindow } from "./window";

// Serialised and run in the studio: nothing from outside this function may be used in it.
export function runCore(): void {
  const element = (id: string) => document.getElementById(id) as HTMLElement;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "medium",
  });

  async function ask(path: string, init: RequestInit): Promise<{ ok: boolean; answer: unknown }> {
    try {
      const response = await fetch(`/control/${path}`, init);
      return { ok: response.ok, answer: await response.json() };
    } catch {
      return { ok: false, answer: { error: "The simulated bank does not answer. Is it still running?" } };
    }
  }
  const read = (path: string) => ask(path, { method: "GET" });
  function show(id: string, text: string): void {
    element(id).hidden = text === "";
    element(id).textContent = text;
  }
  // The message of an action stays until the next one: the reload every second must not remove it.
  async function call(path: string, body: unknown, done?: (answer: never) => string): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const { ok, answer } = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
    show("problem", ok ? "" : (answer as { error: string }).error);
    show("done", ok && done !== undefined ? done(answer as never) : "");
    await studio.refresh();
  }
  // Rows are redrawn only if they changed, so that the focus stays on its button.
  const drawn: Record<string, string> = {};
  async function draw<Row>(
    id: string,
    most: number,
    write: (row: Row) => HTMLElement | HTMLElement[],
  ): Promise<void> {
    const { ok, answer } = await read(id);
    const text = JSON.stringify(answer);
    if (!ok || drawn[id] === text) return;
    drawn[id] = text;
    element(id).replaceChildren(...(answer as Row[]).slice(0, most).flatMap(write));
  }
  function cell(text: string, className = ""): HTMLTableCellElement {
    const td = document.createElement("td");
    td.textContent = text;
    td.className = className;
    return td;
  }
  function button(label: string, act: () => void, name?: string): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    if (name !== undefined) made.setAttribute("aria-label", `${label}: ${name}`);
    made.addEventListener("click", act);
    return made;
  }
  function onSubmit(id: string, act: (data: FormData, form: HTMLFormElement) => Promise<void> | void): void {
    element(id).addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      void act(new FormData(form), form);
    });
  }
  const draws: (() => Promise<void>)[] = [];
  const refresh = async (): Promise<void> => {
    await Promise.all(draws.map((each) => each()));
  };
  const time = (iso: string) => clock.format(new Date(iso));
  const studio: StudioWindow = { element, call, read, draw, cell, button, onSubmit, time, refresh, draws };
  (window as unknown as { studio: StudioWindow }).studio = studio;
  setInterval(() => {
    if (!document.hidden) void refresh();
  }, 1_000);
  setTimeout(() => void refresh());
}
