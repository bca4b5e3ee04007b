import { z } from "zod";
import { connectWordsSchema } from "./look";

/** What staff can set on their site's connect page. */
export interface ConnectSettings {
  readonly returnOrigin: string | null;
  readonly accentColour: string | null;
  readonly privacyUrl: string | null;
  readonly linkDays: number;
  readonly scriptHosts: readonly string[];
  readonly confirmSecondBrowser: boolean;
  readonly connectWords: z.infer<typeof connectWordsSchema>;
}

export type ConnectField = keyof ConnectSettings;
export type ConnectFieldProblem =
  | "not_an_origin"
  | "not_a_url"
  | "not_a_colour"
  | "too_pale"
  | "out_of_range"
  | "too_long"
  | "too_many";

const MOST_HOSTS = 10;
const WHITE_CONTRAST = 4.5;

const optional = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .string()
    .trim()
    .transform((text) => (text === "" ? null : text))
    .pipe(schema.nullable());

const origin = z
  .string()
  .max(300, "too_long")
  .refine(isOrigin, "not_an_origin")
  .transform((text) => new URL(text).origin);

const hosts = z.string().transform((text, context) => {
  const entries = [...new Set(text.split(/[\s,;]+/).filter((entry) => entry !== ""))];
  const problem = entries.length > MOST_HOSTS ? "too_many" : entries.every(isOrigin) ? null : "not_an_origin";
  if (problem === null) return entries.map((entry) => new URL(entry).origin);
  context.addIssue({ code: "custom", message: problem });
  return z.NEVER;
});

const said = z.string().trim().max(400, "too_long");
const own = z.object({ what: said, why: said, revoke: said, privacy: said }).partial();
const words = z
  .object({ en: own, fr: own })
  .partial()
  .transform((languages) => connectWordsSchema.parse(dropEmpty(languages)));

function dropEmpty(
  languages: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>,
) {
  return Object.fromEntries(
    Object.entries(languages).map(([language, texts = {}]) => [
      language,
      Object.fromEntries(Object.entries(texts).filter(([, text]) => (text ?? "") !== "")),
    ]),
  );
}

const formSchema = z.object({
  returnOrigin: optional(origin),
  accentColour: optional(
    z
      .string()
      .toLowerCase()
      .regex(/^#[0-9a-f]{6}$/, "not_a_colour")
      .refine((colour) => contrastWithWhite(colour) >= WHITE_CONTRAST, "too_pale"),
  ),
  privacyUrl: optional(z.url({ protocol: /^https?$/, error: "not_a_url" }).max(500, "too_long")),
  linkDays: z.coerce
    .number("out_of_range")
    .int("out_of_range")
    .min(1, "out_of_range")
    .max(90, "out_of_range"),
  scriptHosts: hosts,
  confirmSecondBrowser: z.boolean(),
  connectWords: words,
});

/** The values of the form, or which fields are wrong and how: `linkDays`, `connectWords.fr.why`. */
export type ReadConnectSettings =
  | { ok: true; settings: ConnectSettings }
  | { ok: false; fields: Readonly<Record<string, ConnectFieldProblem>> };

/** Reads the form of a site's connect page. */
export function readConnectSettings(form: unknown): ReadConnectSettings {
  const parsed = formSchema.safeParse(form);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const fields: Record<string, ConnectFieldProblem> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = path.join(".");
    fields[field] ??= PROBLEMS.find((known) => known === message) ?? "too_long";
  }
  return { ok: false, fields };
}

const PROBLEMS = [
  "not_an_origin",
  "not_a_url",
  "not_a_colour",
  "too_pale",
  "out_of_range",
  "too_many",
] as const;

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return bare && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1";
}

/** The WCAG contrast of white text on a colour. */
function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
