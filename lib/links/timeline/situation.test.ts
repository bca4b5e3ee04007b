import { expect, it } from "vitest";
import { describeSituation } from "./situation";
import type { ConnectLinkRow } from "./user-history-store";

const NOW = new Date("2026-11-26T12:00:00Z");
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const link = (state: ConnectLinkRow["state"]) => ({ state });
type Facts = Parameters<typeof describeSituation>[0];
const say = (facts: Partial<Facts>, ...links: ConnectLinkRow["state"][]) => {
  const nobody: Facts = {
    ...{ standing: "invited", standingSince: days(-1), stateSince: days(-2), linkedAt: days(-3) },
    ...{ cards: 0, lastTransactionAt: null, unconfirmedAt: null },
  };
  return describeSituation({ ...nobody, ...facts }, links.map(link), NOW);
};

it.each([
  [{ standing: "invited" }, ["created"], { key: "invited", next: "copy_link" }],
  [{ standing: "invited" }, ["cancelled"], { key: "without_link", next: "new_link" }],
  [{ standing: "connecting" }, ["opened"], { key: "connecting", next: "copy_link" }],
  [{ standing: "refused" }, ["opened"], { key: "refused", link: "opened", next: "copy_link" }],
  [{ standing: "refused" }, ["created", "expired"], { key: "refused", link: "unopened", next: "copy_link" }],
  [{ standing: "closed" }, ["expired"], { key: "closed", link: "expired", next: "new_link" }],
  [{ standing: "expired" }, ["expired"], { key: "expired", link: null, next: "new_link" }],
  [{ standing: "expired" }, ["created", "expired"], { key: "expired", link: "unopened", next: "copy_link" }],
  [{ standing: "unconfirmed" }, ["opened"], { key: "unconfirmed", next: "why" }],
  [{ standing: "revoked" }, ["completed"], { key: "revoked", link: "none", next: "new_link" }],
  [{ standing: "active" }, [], { key: "without_card", at: days(-3), next: "assign_card" }],
  [{ standing: "active", cards: 1 }, [], { key: "without_payments", at: days(-3), next: "why" }],
  [{ standing: "active", cards: 1, lastTransactionAt: days(-1) }, [], { key: "paying", next: "none" }],
  [
    { standing: "active", cards: 1, lastTransactionAt: days(-4) },
    [],
    { key: "quiet", at: days(-4), next: "why" },
  ],
  [{ standing: "active", cards: 1, unconfirmedAt: days(-1) }, [], { key: "unconfirmed_again", next: "why" }],
] as const)("says what is the matter, and what to do: %j with links %j", (facts, links, situation) => {
  expect(say(facts, ...links)).toMatchObject(situation);
});
