import type { BankCard, Customer, CustomerScript } from "./customer";

/** The password of every customer, except the one who never gets it right. */
export const PASSWORD = "anytime";

type Line = readonly [id: string, name: string, script: CustomerScript, cards: number];

const PEOPLE: readonly Line[] = [
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
  ["silent", "Silent Revoker", "silent", 1],
  ["marc", "Marc Roux", "joint", 1],
];
/** Cards that do not pay, beside those that do. */
const RESTING: Readonly<Record<string, readonly [BankCard["type"], BankCard["status"]]>> = {
  camille: ["PLASTIC", "EXP"],
  ines: ["VIRTUAL_SINGLE_USE", "CAN"],
  noah: ["PLASTIC", "BLO"],
  lea: ["PLASTIC", "LOS"],
  sofia: ["PLASTIC", "ORD"],
};
const MEN = new Set(["hugo", "jonas", "noah", "marc"]);
const BUSINESS = new Set(["jonas"]);

/** The bank's customers. Each has an account and cards of their own, except Marc, who shares Camille's account. */
export const PEOPLE_OF_THE_BANK: readonly Customer[] = PEOPLE.map(([id, name, script, paying], index) => {
  const ref = (n: number) => `ANY${String(index * 1_171 + n * 4_409 + 1_187).padStart(10, "0")}`;
  const others = Array.from({ length: paying - 1 }, (_, n) => ref(n + 1));
  const cards: BankCard[] = [
    { ref: ref(0), type: "PLASTIC", status: "ACT" },
    ...others.map((each) => ({ ref: each, type: "VIRTUAL_MULTI_USE", status: "ACT" }) as const),
  ];
  const [type, status] = RESTING[id] ?? [];
  if (type !== undefined && status !== undefined) cards.push({ ref: ref(paying + 9), type, status });
  return {
    id,
    name,
    script,
    gender: MEN.has(id) ? "M" : "F",
    email: `${id}@example.com`,
    accId: String(20_418 + (script === "joint" ? 0 : index) * 97),
    accType: BUSINESS.has(id) ? "business" : "consumer",
    cards,
    cardRefs: [ref(0), ...others],
  };
});
