import { z } from "zod";

/** The name of a member of staff, as they choose it: on one line, of letters that can be shown and stored. */
export const ownNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);

/** A password as typed: what is wrong with it otherwise is said with words. */
export const passwordSchema = z.string().min(1).max(1_000);

/** One's password asked for again: empty from whoever has none. */
export const ownPasswordSchema = z.string().max(1_000);
