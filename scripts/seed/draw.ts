import { makeRandom, type Random } from "@/lib/sandbox/payments/random";

/** Repeatable draws. Each table has its own, so that an option changes nothing but what it names. */
export interface Draw {
  /** In [0, 1). */
  readonly next: Random;
  /** Whether something with this probability happens. */
  chance(probability: number): boolean;
  /** A whole number in [0, below). */
  below(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** So many bytes, in hex. */
  hex(bytes: number): string;
  /** A UUIDv7 of an instant. */
  id(ms: number): string;
}

/** Creates repeatable draws. */
export function makeDraw(seed: number, table: number): Draw {
  const next = makeRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(table, 0x85ebca6b));
  const word = () => ((next() * 2 ** 32) >>> 0).toString(16).padStart(8, "0");
  const below = (most: number) => Math.floor(next() * most);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const picked = items[below(items.length)];
      if (picked === undefined) throw new Error("nothing to pick from");
      return picked;
    },
    hex: (bytes) => {
      let text = "";
      for (let made = 0; made < bytes; made += 4) text += word();
      return text.slice(0, bytes * 2);
    },
    id: (ms) => {
      const time = Math.floor(ms).toString(16).padStart(12, "0");
      const [one, two, three] = [word(), word(), word()];
      return `${time.slice(0, 8)}-${time.slice(8)}-7${one.slice(0, 3)}-8${one.slice(3, 6)}-${two}${three.slice(0, 4)}`;
    },
  };
}
