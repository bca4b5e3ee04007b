import { z } from "zod";

/** Whether a text of a path can be an id of ours. */
export function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
