import { expect, it } from "vitest";
import { DECISIONS, type DecidedFacts, mayBeDecided } from "./decisions";

const held: DecidedFacts = { verdict: "held", processing: "none", hashLeg: "match", decision: null };
const refused: DecidedFacts = { ...held, verdict: "quarantined" };
const accepted: DecidedFacts = { ...held, verdict: "accepted", processing: "done" };

it.each<[string, DecidedFacts, string[]]>([
  ["held", held, ["released", "discarded"]],
  ["held and decided", { ...held, decision: "discarded" }, []],
  ["refused for its address", refused, ["released", "discarded", "judged_again"]],
  ["refused for its hash", { ...refused, hashLeg: "mismatch" }, ["discarded", "judged_again"]],
  ["processed", accepted, ["replayed"]],
  ["processed after somebody let it through", { ...accepted, decision: "released" }, ["replayed"]],
  ["parked", { ...accepted, processing: "parked" }, ["discarded", "replayed"]],
  ["parked and discarded", { ...accepted, processing: "parked", decision: "discarded" }, []],
  ["pending", { ...accepted, processing: "pending" }, []],
  ["waiting for its time", { ...accepted, processing: "waiting" }, ["released"]],
])("offers over one that is %s what is carried out over it", (_, delivery, expected) => {
  expect(DECISIONS.filter((decision) => mayBeDecided(decision, delivery))).toEqual(expected);
});
