import { z } from "zod";
import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { readEntry } from "@/lib/sites/addresses/address";

/** What staff can change on a site. */
export interface SiteSettings {
  readonly name: string;
  readonly domain: string;
  readonly language: "en" | "fr";
  readonly supportContact: string | null;
  /** Addresses or CIDR ranges; `*` for all. */
  readonly allowedIps: readonly string[];
  /** What happens to a delivery that is older, or further ahead, than so many seconds. */
  readonly stalenessMode: "warn" | "refuse";
  readonly stalenessSeconds: number;
}

export type SettingsField = keyof SiteSettings;

/** What is wrong with a field, and with which part of it if it has several. */
export interface FieldProblem {
  readonly code:
    | "missing"
    | "too_long"
    | "not_a_host"
    | "unreadable"
    | "too_many"
    | "out_of_range"
    | "invalid";
  readonly part?: string;
}

const MOST_ADDRESSES = 50;
const shownText = z.string().transform(withoutDirections);

const allowedIps = z.string().transform((text, context) => {
  const entries = [...new Set(text.split(/[\s,;]+/).filter((entry) => entry !== ""))];
  const wrong = entries.find((entry) => readEntry(entry, false) === "unreadable");
  const problem: FieldProblem | null =
    entries.length === 0
      ? { code: "missing" }
      : wrong !== undefined
        ? { code: "unreadable", part: wrong.slice(0, 60) }
        : entries.length > MOST_ADDRESSES
          ? { code: "too_many" }
          : null;
  if (problem === null) return entries;
  context.addIssue({ code: "custom", message: problem.code, params: { part: problem.part } });
  return z.NEVER;
});

const settingsSchema = z.object({
  name: shownText.pipe(z.string().min(1, "missing").max(80, "too_long")),
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, "missing")
    .max(253, "too_long")
    .pipe(z.hostname("not_a_host")),
  language: z.enum(["en", "fr"], "invalid"),
  supportContact: shownText
    .pipe(z.string().max(200, "too_long"))
    .transform((text) => (text === "" ? null : text)),
  allowedIps,
  stalenessMode: z.enum(["warn", "refuse"], "invalid"),
  stalenessSeconds: z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, "out_of_range")
    .transform(Number)
    .pipe(z.number().min(60, "out_of_range").max(86_400, "out_of_range")),
});

/** The values of a form, as typed. */
export type SettingsForm = z.input<typeof settingsSchema>;

/** Settings that can be stored, or what is wrong with each field. */
export type ReadSettings =
  | { ok: true; settings: SiteSettings }
  | { ok: false; fields: Partial<Record<SettingsField, FieldProblem>> };

/** Reads a form. Addresses are separated by commas, spaces or lines. */
export function readSettings(form: SettingsForm): ReadSettings {
  const parsed = settingsSchema.safeParse(form);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const fields: Partial<Record<string, FieldProblem>> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0]);
    const part = issue.code === "custom" ? issue.params?.part : undefined;
    fields[field] ??= { code: codeOf(issue.message), ...(typeof part === "string" ? { part } : {}) };
  }
  return { ok: false, fields };
}

const CODES = ["missing", "too_long", "not_a_host", "unreadable", "too_many", "out_of_range"] as const;

function codeOf(message: string): FieldProblem["code"] {
  return CODES.find((code) => code === message) ?? "invalid";
}
