import { type Draw, makeDraw } from "./draw";
import { drawName, emailOf } from "./names";
import type { SeedOptions } from "./options";
import type { Timeline } from "./timeline";

type UserState = "active" | "revoked" | "connecting" | "invited";

/** A linked user. */
export interface Person {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly reference: string | null;
  readonly language: "en" | "fr" | null;
  readonly state: UserState;
  readonly createdAt: number;
}

/** An account at the bank. */
export interface Account {
  readonly id: string;
  readonly siteId: string;
  readonly accId: string;
  readonly ownerId: string | null;
  readonly createdAt: number;
}

/** A card. Those of one account may belong to two people. */
export interface Card {
  readonly id: string;
  readonly account: Account;
  readonly cardRef: string;
  readonly ownerId: string | null;
  readonly createdAt: number;
}

/** Everybody, and their cards in the order in which they appeared. */
export interface People {
  readonly persons: readonly Person[];
  readonly accounts: readonly Account[];
  readonly cards: readonly Card[];
}

const SECOND_CARD = 0.36;
const SECOND_ACCOUNT = 0.12;
const SHARED = 0.005;
const UNATTRIBUTED = 0.03;
/** With several sites, most people are of the first. */
const FIRST_SITE = 0.7;
const HOUR_MS = 3_600_000;

/** Invents people with their accounts and cards. */
export function drawPeople(options: SeedOptions, siteIds: readonly string[], timeline: Timeline): People {
  const draw = makeDraw(options.seed, 1);
  const persons: Person[] = [];
  const wallet = new Wallet(makeDraw(options.seed, 2), options.seed);
  for (let number = 0; number < options.users; number += 1) {
    const createdAt = timeline.arrivalOf((number + 0.5) / options.users);
    const person = drawPerson(draw, options.seed, number, pickSite(draw, siteIds), createdAt);
    const before = persons.at(-1);
    persons.push(person);
    if (person.state === "active" || person.state === "revoked") wallet.fill(person, before);
    if (draw.chance(UNATTRIBUTED)) wallet.leaveOne(person.siteId, createdAt);
  }
  return { persons, accounts: wallet.accounts, cards: wallet.cards };
}

function pickSite(draw: Draw, siteIds: readonly string[]): string {
  const [first, ...others] = siteIds;
  if (first === undefined) throw new Error("there is no site");
  return others.length === 0 || draw.chance(FIRST_SITE) ? first : draw.pick(others);
}

function drawPerson(draw: Draw, seed: number, number: number, siteId: string, createdAt: number): Person {
  const name = drawName(draw);
  const fate = draw.next();
  return {
    id: draw.id(createdAt),
    siteId,
    name,
    email: draw.chance(0.85) ? emailOf(name, number) : null,
    reference: draw.chance(0.9) ? `K${seed}-${100_000 + number}` : null,
    language: draw.pick([null, "fr", "fr", "en"] as const),
    state: fate < 0.9 ? "active" : fate < 0.94 ? "revoked" : fate < 0.97 ? "connecting" : "invited",
    createdAt,
  };
}

/** Hands out accounts and cards. */
class Wallet {
  readonly accounts: Account[] = [];
  readonly cards: Card[] = [];
  readonly #draw: Draw;
  readonly #seed: number;

  constructor(draw: Draw, seed: number) {
    this.#draw = draw;
    this.#seed = seed;
  }

  fill(person: Person, before: Person | undefined): void {
    const at = person.createdAt + HOUR_MS * this.#draw.next();
    const account = this.#open(person.siteId, person.id, at);
    this.#issue(account, person.id, at);
    if (this.#draw.chance(SECOND_CARD)) this.#issue(account, person.id, at);
    if (this.#draw.chance(SECOND_ACCOUNT))
      this.#issue(this.#open(person.siteId, person.id, at), person.id, at);
    if (before?.siteId === person.siteId && this.#draw.chance(SHARED)) this.#issue(account, before.id, at);
  }

  /** A card of an account that nobody owns. */
  leaveOne(siteId: string, at: number): void {
    this.#issue(this.#open(siteId, null, at), null, at);
  }

  #open(siteId: string, ownerId: string | null, createdAt: number): Account {
    const accId = `${this.#seed}${40_000_000 + this.accounts.length}`;
    const account = { id: this.#draw.id(createdAt), siteId, accId, ownerId, createdAt };
    this.accounts.push(account);
    return account;
  }

  #issue(account: Account, ownerId: string | null, createdAt: number): void {
    const cardRef = `ANY${this.#seed}${10_000_000 + this.cards.length}`;
    this.cards.push({ id: this.#draw.id(createdAt), account, cardRef, ownerId, createdAt });
  }
}
