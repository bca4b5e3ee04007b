import { z } from "zod";

/** A time in an answer. */
export const time = z.iso.datetime({ offset: true }).max(40);
/** An id of ours. */
export const id = z.uuid().max(36);
/** Text of ours in an answer: it was checked when it came in. */
export const stored = (most: number) => z.string().max(most);
