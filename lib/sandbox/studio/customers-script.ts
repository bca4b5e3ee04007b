import type { CustomerRow, StudioWindow } from "./window";

// Serialised and run in the studio: nothing from outside this function may be used in it.
export function runCustomers(): void {
  const { studio } = window as unknown as { studio: StudioWindow };
  const { draw, cell, button, call } = studio;

  function rowOf(...cells: HTMLElement[]): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.append(...cells);
    return row;
  }
  function customerRow({ id, name, does, balance, granted, cards }: CustomerRow): HTMLTableRowElement {
    const actions = cell("");
    const act = (label: string, path: string, more: object = {}) =>
      actions.append(button(label, () => void call(path, { customer: id, ...more }), name));
    act("Pay", "pay");
    act("Pay, lost", "pay", { lost: true });
    if (granted) act("Revoke", "revoke");
    if (granted) act("Revoke, lost", "revoke", { lost: true });
    actions.append(button("Save", () => void save(id), name));
    const list = cards.map(
      (card) => `${card.ref.slice(-4)}${card.status === "ACT" ? "" : ` ${card.status}`}`,
    );
    const state = cell(granted ? "given" : "—", granted ? "state on" : "state");
    return rowOf(
      cell(name),
      cell(does),
      cell(list.join(", ")),
      cell((balance / 100).toFixed(2)),
      state,
      actions,
    );
  }
  async function save(id: string): Promise<void> {
    await call("save-persona", { customers: [id] }, (persona) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(
        new Blob([JSON.stringify(persona, null, 1)], { type: "application/json" }),
      );
      link.download = `${id}.json`;
      link.click();
      return `Saved ${link.download}.`;
    });
  }
  studio.draws.push(() => draw("customers", 200, customerRow));
}
