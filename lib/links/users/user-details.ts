import { z } from "zod";
import { withoutDirections } from "@/lib/anytime/values/visible-text";

const blankToNull = z
  .string()
  .trim()
  .max(200)
  .transform((value) => (value === "" ? null : value));

/** A user's details as a form gives them: empty fields are none. */
export const userDetailsSchema = z.object({
  // Characters that reorder what follows would show another name than was written.
  name: z.string().transform(withoutDirections).pipe(z.string().min(1).max(200)),
  externalReference: blankToNull,
  email: z.union([z.literal("").transform(() => null), z.email().max(254)]),
  language: z.union([z.enum(["en", "fr"]), z.literal("browser").transform(() => null)]),
});

/** What staff can change about a user; without a language, theirs is that of their browser. */
export type UserDetails = z.output<typeof userDetailsSchema>;
