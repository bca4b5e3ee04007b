/** How a customer of the simulated bank behaves when signing in. */
export type CustomerScript =
  | "well"
  | "wrong"
  | "error"
  | "late"
  | "lost"
  | "early"
  | "revoker"
  | "refuses"
  | "closes"
  | "blocked"
  | "unheard";

/** A customer. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly script: CustomerScript;
  readonly accId: string;
  readonly cardRefs: readonly [string, ...string[]];
}

/** The password of every customer, except the one who never gets it right. */
export const PASSWORD = "anytime";

const PEOPLE: readonly (readonly [id: string, name: string, script: CustomerScript, cards: number])[] = [
  ["camille", "Camille Roux", "well", 1],
  ["amina", "Amina Diallo", "well", 2],
  ["hugo", "Hugo Lefèvre", "well", 1],
  ["ines", "Inès Moreau", "well", 1],
  ["jonas", "Jonas Peeters", "well", 2],
  ["noah", "Noah Janssens", "well", 1],
  ["lea", "Léa Bernard", "well", 1],
  ["sofia", "Sofia Rossi", "well", 1],
  ["wrong", "Wrong Password", "wrong", 1],
  ["error", "Technical Error", "error", 1],
  ["late", "Late Webhook", "late", 1],
  ["lost", "Lost Webhook", "lost", 1],
  ["early", "Early Webhook", "early", 1],
  ["revoker", "Changes Mind", "revoker", 1],
  ["refuses", "Says No", "refuses", 1],
  ["closes", "Leaves Early", "closes", 1],
  ["blocked", "Blocked Popup", "blocked", 1],
  ["unheard", "Unheard Success", "unheard", 1],
];

/** The bank's customers, each with their own account and cards. */
export const CUSTOMERS: readonly Customer[] = PEOPLE.map(([id, name, script, cards], index) => {
  const card = (n: number) => `ANY${String(index * 1_171 + n * 4_409 + 1_187).padStart(10, "0")}`;
  const others = Array.from({ length: cards - 1 }, (_, n) => card(n + 1));
  return {
    id,
    name,
    script,
    email: `${id}@example.com`,
    accId: String(20_418 + index * 97),
    cardRefs: [card(0), ...others],
  };
});
