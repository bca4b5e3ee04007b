import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Walked, type Window, walkBack } from "./walk-back";

const DAY = 86_400_000;
const NOW = new Date("2026-11-26T12:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

/** A table of instants, newest first, that takes time to search. */
function tableOf(days: readonly number[], costOf: (window: Window) => number = () => 1) {
  let time = 0;
  const windows: Window[] = [];
  return {
    windows,
    clock: () => time,
    search: async (window: Window, most: number) => {
      windows.push(window);
      time += costOf(window);
      const { since, until } = window;
      return days
        .map(ago)
        .filter((at) => (since === null || at >= since) && (until === null || at < until))
        .sort((left, right) => right.getTime() - left.getTime())
        .slice(0, most);
    },
  };
}

describe("walking back", () => {
  it("stops at the first window that has enough", async () => {
    const table = tableOf([0.1, 0.2, 1, 400]);
    const { rows, searchedTo } = await walkBack({
      ...table,
      most: 3,
      from: NOW,
      oldest: ago(500),
      budgetMs: 1_000,
    });
    expect(rows).toEqual([ago(0.1), ago(0.2), ago(1)]);
    expect(searchedTo).toBeNull();
    expect(table.windows).toEqual([{ since: ago(2), until: null }]);
  });

  it("doubles its windows, and ends where nothing is older", async () => {
    const table = tableOf([700]);
    const { rows, searchedTo } = await walkBack({
      ...table,
      most: 3,
      from: NOW,
      oldest: ago(730),
      budgetMs: 1_000,
    });
    expect(rows).toEqual([ago(700)]);
    expect(searchedTo).toBeNull();
    expect(table.windows.map(({ since }) => since)).toEqual(
      [2, 6, 14, 30, 62, 126, 254, 510].map(ago).concat(null as never),
    );
  });

  it("says how far it came when the budget is used up, and begins nothing that goes far beyond it", async () => {
    const table = tableOf(
      [700],
      ({ since, until }) => (((until ?? NOW).getTime() - (since?.getTime() ?? 0)) / DAY) * 10,
    );
    const { rows, searchedTo } = await walkBack({
      ...table,
      most: 3,
      from: NOW,
      oldest: ago(730),
      budgetMs: 1_000,
    });
    expect(rows).toEqual([]);
    expect(searchedTo).toEqual(ago(126));
    expect(table.clock()).toBeLessThan(2_000);
  });

  it("finds rows dated in the future, and nothing in an empty table", async () => {
    const table = tableOf([-3]);
    expect((await walkBack({ ...table, most: 1, from: NOW, oldest: ago(1), budgetMs: 1 })).rows).toEqual([
      ago(-3),
    ]);
    expect(await walkBack({ ...table, most: 1, from: NOW, oldest: null, budgetMs: 1 })).toEqual({
      rows: [],
      searchedTo: null,
    });
  });

  it("leaves nothing out and nothing twice, however often it runs out", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 730 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 500 }),
        async (days, most, budgetMs) => {
          const oldest = days.length === 0 ? null : ago(Math.max(...days));
          const found: Date[] = [];
          let end: Date | null = null;
          for (let page = 0; page < 2_000; page += 1) {
            const table = tableOf(
              days,
              ({ since, until }) => ((until ?? NOW).getTime() - (since?.getTime() ?? 0)) / DAY,
            );
            const before: Date | null = end;
            const { rows, searchedTo }: Walked<Date> = await walkBack({
              search: (window, limit) => table.search({ ...window, until: window.until ?? before }, limit),
              clock: table.clock,
              ...{ most, budgetMs, oldest, from: before ?? NOW },
            });
            found.push(...rows);
            if (searchedTo === null && rows.length < most) break;
            end = searchedTo ?? rows.at(-1) ?? null;
          }
          expect(found).toEqual([...days].sort((left, right) => left - right).map(ago));
        },
      ),
      { numRuns: 60 },
    );
  });
});
