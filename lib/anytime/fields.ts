import { isMap, type PhpMap, textAt } from "./body/tree";
import { meantDecimal, renderPhp14 } from "./hash/php-float";
import { readIdentity } from "./identity";
import { type DecimalMark, readDecimal } from "./values/decimal";

/** What happened to a field that was not as documented, although the rest was usable. */
export interface FieldNote {
  /** Its path in `data`. */
  readonly path: string;
  /** `left_out`: it could not be parsed. `cut`: it was too long. `unnamed`: it identifies nothing. */
  readonly problem: "left_out" | "cut" | "unnamed";
}

/** Reads the fields of an array one by one, noting what cannot be parsed. */
export class FieldReader {
  constructor(
    private readonly map: PhpMap,
    private readonly path: string,
    private readonly notes: FieldNote[],
    private readonly mark: DecimalMark,
  ) {}

  /** An identifier, normalised for comparison (readIdentity), or null if it identifies nothing. */
  identity(key: string, most: number): string | null {
    const node = this.map.get(key);
    const float = !isMap(node) && node?.kind === "number" && /[.eE]/.test(node.text);
    // As in a form: PHP casts the float.
    const text =
      float && Number.isFinite(Number(node.text)) ? renderPhp14(Number(node.text)) : this.sent(key);
    const name = !isMap(node) && node?.kind === "boolean" ? null : readIdentity(text);
    return name === null || name.length > most ? null : name;
  }

  /** An identifier, or a generated name if it identifies nothing. */
  name(key: string, most: number, standIn: () => string): string {
    const found = this.identity(key, most);
    if (found === null) this.note(key, "unnamed");
    return found ?? standIn();
  }

  /** A number; null if it is missing, or was left out because it could not be parsed. */
  decimal(key: string): string | null {
    const text = this.sent(key);
    if (text === null || text === "") return null;
    const node = this.map.get(key);
    const figure = !isMap(node) && node?.kind === "boolean" ? null : readDecimal(text, this.mark);
    if (figure === null) this.note(key, "left_out");
    return figure;
  }

  /** A short trimmed text; null if it is missing, empty, or far too long. */
  word(key: string, most: number): string | null {
    const text = this.sent(key)?.trim() ?? "";
    if (text === "") return null;
    if (text.length <= most && /[\p{L}\p{N}\p{S}]/u.test(text) && !/^(?:null|undefined|n\/a)$/i.test(text))
      return text;
    this.note(key, "left_out");
    return null;
  }

  /** A date as written; an array is how `json_encode` writes PHP's DateTime. */
  date(key: string, most: number): string | null {
    const node = this.map.get(key);
    if (!isMap(node)) return this.word(key, most);
    const text = [textAt(node, "date"), textAt(node, "timezone")].join(" ").trim();
    if (text !== "" && text.length <= most) return text;
    this.note(key, "left_out");
    return null;
  }

  /** A text as sent, cut if it is too long. */
  text(key: string, most: number): string | null {
    const text = this.sent(key);
    if (text === null || text === "") return null;
    if (text.length > most) this.note(key, "cut");
    return text.slice(0, most).toWellFormed();
  }

  note(key: string, problem: FieldNote["problem"]): void {
    const path = `${this.path}.${key}`;
    if (!this.notes.some((note) => note.path === path)) this.notes.push({ path, problem });
  }

  /** The text of a scalar, or null; nulls are left out, as `http_build_query` does. */
  sent(key: string): string | null {
    const node = this.map.get(key);
    return node === undefined || isMap(node) || node.kind === "null" ? null : meantDecimal(node);
  }
}
