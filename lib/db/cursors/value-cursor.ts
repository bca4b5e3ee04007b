import { z } from "zod";
import { readOpaque, writeOpaque } from "./list-cursor";

/** A position in a list that is sorted by (number, id). */
export interface ValuePlace {
  /** Decimal text. */
  readonly value: string;
  readonly id: string;
}

const schema = z.tuple([z.string(), z.string().regex(/^\d{1,40}(?:\.\d{1,40})?$/), z.uuid()]);

/** Writes a position as opaque text for a URL, bound to the list that `key` names. */
export function writeValuePlace(key: string, { value, id }: ValuePlace): string {
  return writeOpaque([key, value, id]);
}

/** The position of a URL; of another list, or none at all, it is the beginning, which pages say. */
export function readValuePlace(
  key: string,
  text: string | undefined,
): { readonly after: ValuePlace | null; readonly isForeign: boolean } {
  if (text === undefined || text === "") return { after: null, isForeign: false };
  const read = schema.safeParse(readOpaque(text));
  if (!read.success || read.data[0] !== key) return { after: null, isForeign: true };
  const [, value, id] = read.data;
  return { after: { value, id }, isForeign: false };
}
