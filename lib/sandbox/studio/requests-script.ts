import type { CallRow, SentRow, StudioWindow } from "./window";

// Serialised and run in the studio: nothing from outside this function may be used in it.
export function runRequests(): void {
  const { studio } = window as unknown as { studio: StudioWindow };
  const { draw, cell, button, call, time } = studio;
  const dashboard = document.body.dataset.dashboard || "";
  const open = new Set<string>();

  function rowOf(...cells: HTMLElement[]): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.append(...cells);
    return row;
  }
  function requestRows(sent: SentRow): HTMLTableRowElement[] {
    const good = sent.status !== null && sent.status < 300;
    const answer = sent.status === null ? sent.answer || "…" : `${sent.status} ${sent.answer.slice(0, 60)}`;
    const event = sent.fault === null ? sent.event : `${sent.event} (${sent.fault})`;
    const took = sent.attempts.map(({ milliseconds }) => `${milliseconds} ms`).join(", ");
    const links = cell("");
    const detail = rowOf(detailCell(sent));
    detail.hidden = !open.has(sent.id);
    const toggle = button(detail.hidden ? "Open" : "Close", () => {
      detail.hidden = !detail.hidden;
      toggle.textContent = detail.hidden ? "Open" : "Close";
      toggle.setAttribute("aria-expanded", String(!detail.hidden));
      if (detail.hidden) open.delete(sent.id);
      else open.add(sent.id);
    });
    toggle.setAttribute("aria-expanded", String(!detail.hidden));
    links.append(toggle);
    if (dashboard !== "") {
      const link = document.createElement("a");
      link.href = `${dashboard}/deliveries?q=${sent.reference}`;
      link.textContent = "In the dashboard";
      links.append(link);
    }
    const row = rowOf(
      cell(time(sent.at)),
      cell(event),
      cell(String(sent.tries)),
      cell(answer, good ? "ok" : "bad"),
      cell(took),
      links,
    );
    return [row, detail];
  }
  function detailCell(sent: SentRow): HTMLTableCellElement {
    const td = cell("", "detail");
    td.colSpan = 6;
    const pre = document.createElement("pre");
    const tries = sent.attempts.map(
      ({ at, milliseconds, status, answer }, index) =>
        `try ${index + 1}  ${time(at)}  ${milliseconds} ms  ${status ?? "no answer"}  ${answer}`,
    );
    const head = `POST ${sent.url}   ${sent.encoding}, ${sent.charset}   reference ${sent.reference}`;
    pre.textContent = [head, "", JSON.stringify(sent.data, null, 2), "", ...tries].join("\n");
    td.append(pre);
    return td;
  }
  function callRow({ at, method, path, customer, status, exception }: CallRow): HTMLTableRowElement {
    const answer = exception === null ? String(status || "none") : `${status} ${exception}`;
    return rowOf(
      cell(time(at)),
      cell(`${method} ${path}`),
      cell(customer ?? ""),
      cell(answer, status === 200 ? "ok" : "bad"),
    );
  }
  function keyRow({ fingerprint }: { fingerprint: string }): HTMLTableRowElement {
    const actions = cell("");
    actions.append(button("Forget", () => void call("forget-key", { fingerprint }), fingerprint.slice(0, 8)));
    return rowOf(cell(`${fingerprint.slice(0, 32)}…`), actions);
  }
  studio.draws.push(
    () => draw("requests", 60, requestRows),
    () => draw("calls", 30, callRow),
    () => draw("keys", 10, keyRow),
  );
}
