/** The five meanings a state can have; each has a colour, and every state also a word. */
export type Tone = "ok" | "warn" | "bad" | "hold" | "quiet";

export const TONE_SOFT: Readonly<Record<Tone, string>> = {
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  hold: "bg-hold-soft text-hold",
  quiet: "bg-quiet-soft text-dim",
};

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  hold: "text-hold",
  quiet: "text-dim",
};
