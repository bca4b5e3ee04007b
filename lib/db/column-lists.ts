import type { Prisma } from "./generated/client";

/** Some of a table's columns, by their fields: see lib/db/columns.ts. */
type Described<Field extends string> = Readonly<Record<Field, string>>;

/** What a statement of ours gives for these fields of a row: decimals are text, so that they keep their scale. */
export type Stored<Row, Field extends keyof Row> = {
  readonly [Name in Field]: Row[Name] extends Prisma.Decimal | null ? AsText<Row[Name]> : Row[Name];
};

/** The same as JSON carries it to Postgres: bytes are hex, too. */
export type Travelling<Row, Field extends keyof Row> = {
  readonly [Name in Field]: Row[Name] extends Prisma.Decimal | Uint8Array | null
    ? AsText<Row[Name]>
    : Row[Name];
};

type AsText<Value> = null extends Value ? string | null : string;

/** The name of a field's column. */
export function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** For SELECT and RETURNING: columns of `alias` under the names of their fields. */
export function selectList<Field extends string>(
  columns: Described<Field>,
  alias: string,
  fields: readonly NoInfer<Field>[],
): string {
  return fields
    .map((field) => {
      const text = AS_TEXT.test(columns[field]) ? "::text" : "";
      return `${alias}.${columnOf(field)}${text} AS "${field}"`;
    })
    .join(", ");
}

/** Decimals lose their scale otherwise, and enums are no type that an answer's reader knows. */
const AS_TEXT = /^numeric$|_(verdict|processing|state|source)$/;

/** For INSERT: the columns' names. */
export function insertList(fields: readonly string[]): string {
  return fields.map(columnOf).join(", ");
}

/** For `json_to_recordset`: what a row travels as. `bytes` is what bytes are then: `bytea`, or hex in a `text`. */
export function recordList<Field extends string>(
  columns: Described<Field>,
  fields: readonly NoInfer<Field>[],
  bytes: "bytea" | "text" = "bytea",
): string {
  return fields
    .map((field) => `"${field}" ${columns[field] === "bytea" ? bytes : columns[field]}`)
    .join(", ");
}

/** For INSERT … SELECT: fields of a row that travelled as `alias`. */
export function sourceList(alias: string, fields: readonly string[]): string {
  return fields.map((field) => `${alias}."${field}"`).join(", ");
}
