import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { streamXlsxRows } from "hucre/xlsx";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findExport } from "@/lib/cards/exports/exports-store";
import type { ExportFormat } from "@/lib/cards/exports/formats";
import { openExport } from "@/lib/cards/exports/open-export";
import { orderExport, previewExport } from "@/lib/cards/exports/order-export";
import type { Read } from "@/lib/cards/exports/read-all-store";
import { SHEET_COLUMNS, type SheetColumn } from "@/lib/cards/exports/sheet-columns";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let receiver: ReturnType<typeof makeReceiver>;
let scope: Scope;
let keys: { ring: Awaited<ReturnType<typeof makeSite>>["ring"]; auditKey: string };
const read: Read = (work) => work(database.prisma);
const words = {
  locale: "en" as const,
  sheet: "Payments",
  column: (name: SheetColumn) => name,
  status: (letter: string) => letter,
  direction: (direction: string) => direction,
};
const FORMULA = '=HYPERLINK("https://evil.example")';

beforeAll(async () => {
  database = await createTestDatabase();
  const site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  keys = { ring: site.ring, auditKey: "x".repeat(32) };
  scope = {
    ...SYSTEM_SCOPE,
    sites: [site.siteId],
    role: "owner",
    actor: { id: newId(), name: "Zoé" },
  };
  await say({ txid: "1", amount: { raw: "12.50" }, balance_after: { raw: "487.50" } });
  await say({ txid: "2", amount: "1234567890123456.78", description: `${FORMULA},94768,FRA,FRA` });
  await say({
    txid: "3",
    amount: { raw: "90.10" },
    amount_fx: { raw: "99.99" },
    currency: "USD",
    status: "A",
  });
  await say({ txid: "4", amount: { raw: "5.00" }, type: "C", date: "2026-11-21 09:00:00" });
  await say({ txid: "5", amount: { raw: "3.00" } }, "without");
});
afterAll(() => database.close());

async function say(transaction: Record<string, unknown>, account = "FR7630001007941234567890185") {
  const body = { acc_id: account, card_ref: `card of ${account}` };
  const { status } = await receiver.deliver(cardJson({ transaction, body }));
  expect(status).toBe(200);
  await receiver.process();
}

const order = (format: ExportFormat, query: Record<string, string> = {}) =>
  orderExport(scope, { database, keys, read }, { format, query });

async function write(id: string | null): Promise<Buffer> {
  const file = await openExport(scope, { db: database.prisma, read, words }, id ?? "");
  if (file === null) throw new Error("no file");
  const pieces: Uint8Array[] = [];
  for await (const piece of file.bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

const column = (name: SheetColumn) => SHEET_COLUMNS.indexOf(name);

it("writes exact amounts of both currencies, and no formula", async () => {
  const lines = (await write(await order("csv_comma"))).toString("utf8").split("\r\n");
  expect(lines[0]).toBe(`\uFEFF${SHEET_COLUMNS.join(";")}`);
  const rows = lines.slice(1, -1).map((line) => line.split(";"));
  expect(rows.map((cells) => cells[column("amount")]).toSorted()).toEqual(
    ["-12,50", "-1234567890123456,78", "-90,10", "5,00", "-3,00"].toSorted(),
  );
  const abroad = rows.find((cells) => cells[column("txid")] === "3");
  expect([abroad?.[column("charged")], abroad?.[column("chargedCurrency")]]).toEqual(["-99,99", "USD"]);
  const odd = lines.find((line) => line.includes("HYPERLINK"));
  expect(odd).toMatch(/'=HYPERLINK/i);
  expect(odd).not.toMatch(/(^|[;"])=/);
});

it("writes spreadsheets whose numbers are numbers, as far as they can be exact", async () => {
  const file = await write(await order("xlsx", { status: "settled" }));
  const rows: unknown[][] = [];
  for await (const { values } of streamXlsxRows(file)) rows.push([...values]);
  expect(rows[0]).toEqual([...SHEET_COLUMNS]);
  const amounts = rows.slice(1).map((cells) => cells[column("amount")]);
  expect(amounts).toHaveLength(4);
  expect(amounts).toEqual(expect.arrayContaining([-12.5, "-1234567890123456.78", 5, -3]));
  const merchant = rows.find((cells) => cells[column("txid")] === "2")?.[column("description")];
  expect(merchant).toContain(FORMULA);
});

it("has the columns of the screen in their order, where those were asked for", async () => {
  const asked = { format: "csv_comma", query: {}, columns: "status,merchant,nothing,balance" } as const;
  const id = await orderExport(scope, { database, keys, read }, asked);
  const [head] = (await write(id)).toString("utf8").split("\r\n");
  const [amount, merchant] = [
    ["amount", "currency", "charged", "chargedCurrency"],
    ["merchant", "city", "country"],
  ];
  expect(head).toBe(`\uFEFF${["status", "direction", ...merchant, "balanceAfter", ...amount].join(";")}`);
});

it("has what was known when it was ordered, once, and says how far it is", async () => {
  const id = await order("csv");
  await say({ txid: "6", amount: { raw: "1.00" } }, "later");
  const text = (await write(id)).toString("utf8");
  expect(text.split("\r\n")).toHaveLength(7);
  expect(await findExport(scope, database.prisma, id ?? "")).toMatchObject({
    state: "done",
    done: 5,
    total: 5,
  });
  await expect(write(id)).rejects.toThrow("no file");
  const another = { ...scope, actor: { id: newId(), name: "another" } };
  expect(await findExport(another, database.prisma, id ?? "")).toBeNull();
  const { rows } = await database.pool.query(
    "SELECT 1 FROM audit_entries WHERE action = 'payments.exported' AND target_id = $1",
    [id],
  );
  expect(rows).toHaveLength(1);
});

it("counts a download that its reader broke off as stopped", async () => {
  const id = (await order("csv")) ?? "";
  const file = await openExport(scope, { db: database.prisma, read, words }, id);
  for await (const _ of file?.bytes ?? []) break;
  expect(await findExport(scope, database.prisma, id)).toMatchObject({ state: "stopped" });
});

it("offers OFX with what it leaves out, and not where no balance is known", async () => {
  const { ofx, count } = await previewExport(scope, read, {});
  expect(count).toBe(6);
  expect(ofx).toEqual({ offered: true, accounts: 1, included: 3, unsettled: 1, withoutBalance: 2 });
  const { rows } = await database.pool.query("SELECT id FROM cards WHERE acc_id = 'without'");
  const without = { card: rows[0].id };
  expect((await previewExport(scope, read, without)).ofx).toEqual({ offered: false, why: "no_balance" });
  expect(await order("ofx", without)).toBeNull();
});

const hasTools = spawnSync("ofxdump", ["--version"]).error === undefined;

it.skipIf(!hasTools)(
  "writes OFX that Debian's ofxdump reads (skipped where `ofx` is not installed)",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ofx-"));
    try {
      const target = path.join(folder, "payments.ofx");
      writeFileSync(target, await write(await order("ofx")));
      const dump = execFileSync("ofxdump", [target], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      const amounts = [...dump.matchAll(/Total money amount: (\S+)/g)].map(([, amount]) => amount ?? "");
      expect(amounts.map(Number).toSorted()).toEqual([-12.5, Number("-1234567890123456.78"), 5].toSorted());
      const { rows } = await database.pool.query<{ id: string }>(
        "SELECT id::text FROM card_transactions WHERE txid IN ('1', '2', '4')",
      );
      for (const { id } of rows) expect(dump).toContain(id);
      expect(dump).toContain("FR7630001007941234567890185");
      expect(dump).toMatch(/(ledger|Ledger) balance: 487\.5/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
