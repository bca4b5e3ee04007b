import { bankOffset } from "@/lib/anytime/values/bank-zone";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { ExportedRow } from "./exported-row";
import type { OfxAccount } from "./ofx-store";
import { localTime, signed } from "./sheet-columns";

/** The bank's id, which OFX wants beside every account. */
const BANK_ID = "ANYTIME";
const LONGEST_NAME = 32;
const LONGEST_MEMO = 255;
const HEADER = [
  "OFXHEADER:100",
  "DATA:OFXSGML",
  "VERSION:102",
  "SECURITY:NONE",
  "ENCODING:UTF-8",
  "CHARSET:NONE",
  "COMPRESSION:NONE",
  "OLDFILEUID:NONE",
  "NEWFILEUID:NONE",
].join("\r\n");

/** An account with its payments: settled ones and credits, oldest first. */
export interface OfxStatement {
  readonly account: OfxAccount;
  readonly pages: AsyncIterable<readonly ExportedRow[]>;
}

/** An OFX file with a statement for each account that has a balance. */
export async function* writeOfxFile(
  statements: readonly OfxStatement[],
  { now, from, locale }: { readonly now: Date; readonly from: Date; readonly locale: "en" | "fr" },
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const language = locale === "fr" ? "FRA" : "ENG";
  yield encoder.encode(
    `${HEADER}\r\n\r\n<OFX>\n<SIGNONMSGSRSV1><SONRS>${OK}<DTSERVER>${timeOf(now)}</DTSERVER><LANGUAGE>${language}</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1>\n`,
  );
  for (const [at, { account, pages }] of statements.entries()) {
    if (account.balance === null || account.balanceAt === null) continue;
    yield encoder.encode(
      `<STMTTRNRS><TRNUID>${at + 1}</TRNUID>${OK}<STMTRS><CURDEF>${ACCOUNT_CURRENCY}</CURDEF>` +
        `<BANKACCTFROM><BANKID>${BANK_ID}</BANKID><ACCTID>${escapeMarkup(account.accId)}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>\n` +
        `<BANKTRANLIST><DTSTART>${timeOf(from)}</DTSTART><DTEND>${timeOf(now)}</DTEND>\n`,
    );
    for await (const rows of pages) yield encoder.encode(rows.map(writeTransaction).join(""));
    yield encoder.encode(
      `</BANKTRANLIST><LEDGERBAL><BALAMT>${account.balance}</BALAMT><DTASOF>${timeOf(account.balanceAt)}</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS>\n`,
    );
  }
  yield encoder.encode("</BANKMSGSRSV1>\n</OFX>\n");
}

const OK = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>";

function writeTransaction(row: ExportedRow): string {
  const amount = signed(row.amount, row.type);
  const memo = memoOf(row);
  return (
    `<STMTTRN><TRNTYPE>${row.type === "C" ? "CREDIT" : "DEBIT"}</TRNTYPE><DTPOSTED>${timeOf(new Date(row.bankDate))}</DTPOSTED>` +
    `<TRNAMT>${amount}</TRNAMT><FITID>${row.id}</FITID><NAME>${escapeMarkup(cut(row.merchant, LONGEST_NAME))}</NAME>` +
    `${memo === "" ? "" : `<MEMO>${escapeMarkup(cut(memo, LONGEST_MEMO))}</MEMO>`}</STMTTRN>\n`
  );
}

/** What has no place of its own: a name that was cut, what was charged abroad, the bank's text. */
function memoOf({ merchant, currency, amountFx, description }: ExportedRow): string {
  const isCut = [...merchant].length > LONGEST_NAME;
  const isForeign = currency !== null && currency !== ACCOUNT_CURRENCY && amountFx !== null;
  return [isCut ? merchant : null, isForeign ? `${amountFx} ${currency}` : null, description]
    .filter((part) => part !== null && part.trim() !== "")
    .join(" · ");
}

function cut(text: string, most: number): string {
  return [...text.trim()].slice(0, most).join("");
}

/** Tags and entities are markup to a reader; a line ends a value for some. */
function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A time of the bank's zone, as in 20261123140512[+1:CET]. */
function timeOf(at: Date): string {
  const hours = Number(bankOffset(at).slice(0, 3));
  const zone = hours === 2 ? "CEST" : "CET";
  return `${localTime(at).replaceAll(/\D/g, "")}[${hours >= 0 ? "+" : ""}${hours}:${zone}]`;
}
