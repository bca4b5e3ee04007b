import { Prisma } from "./connect/client";

/** Greater than any character: the end of everything that begins alike. */
export const END = "\u{10FFFF}";

/**
 * That a text column begins with a text. As indexes have it: beginnings are found in the order of bytes.
 *
 * @param column written by us, never by a user
 */
export function beginsWith(column: Prisma.Sql, text: string): Prisma.Sql {
  return Prisma.sql`(${column} COLLATE "C" >= ${text} AND ${column} COLLATE "C" < ${text + END})`;
}
