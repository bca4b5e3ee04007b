import { expect, it } from "vitest";
import { type LinkFacts, outcomeOf, type StandingFacts, standingOf } from "./standing";

const NOW = new Date("2026-11-26T12:00:00Z");
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const DAY = 1440;

/** Events a minute apart, from a moment on. */
const seen = (from: number, ...names: string[]) =>
  names.map((name, index) => ({ name, at: minutes(from + index) }));
const attempt = (from: number, ...names: string[]) => ({ at: minutes(from), events: seen(from, ...names) });
const link = (over: Partial<LinkFacts> = {}): LinkFacts => ({
  state: "opened",
  createdAt: minutes(-DAY),
  expiresAt: minutes(DAY),
  attempts: [],
  ...over,
});
const facts = (over: Partial<StandingFacts> = {}): StandingFacts => ({
  hasActiveToken: false,
  revokedAt: null,
  linkedAt: null,
  links: [],
  ...over,
});
const standing = (over: Partial<StandingFacts>) => standingOf(facts(over), NOW).standing;

it.each([
  ["nothing yet", [], "connecting"],
  [
    "a refusal, whose window then closes",
    ["onClickLoginButton", "onClickRefuseButton", "onClosePopup"],
    "refused",
  ],
  ["a wrong password, then the window closed", ["onLoginFailed", "onClosePopup"], "sign_in_failed"],
  ["a wrong password, then the right one", ["onLoginFailed", "onLoginSucceeded"], "connecting"],
  ["a closed window", ["onClickLoginButton", "onDisplayPopup", "onClosePopup"], "closed"],
  ["a closed window, and another try", ["onClosePopup", "onClickLoginButton"], "connecting"],
  ["access given, then the window closed", ["onTokenCreated", "onClickQuitButton"], "unconfirmed"],
  ["an event we do not know", ["onClosePopup", "onSomethingNew"], "closed"],
])("takes from %s what it came to", (_what, names, outcome) => {
  expect(outcomeOf(attempt(-60, ...names), NOW).standing).toBe(outcome);
});

it("waits five minutes for the bank before it says that it did not confirm", () => {
  const accepted = { links: [link({ attempts: [attempt(-4, "onTokenCreated")] })] };
  expect(standingOf(facts(accepted), NOW)).toMatchObject({ standing: "connecting", dueAt: minutes(1) });
  expect(standingOf(facts(accepted), minutes(2)).standing).toBe("unconfirmed");
});

it("keeps what happened when there is a new link", () => {
  const refused = link({ attempts: [attempt(-60, "onClickRefuseButton")] });
  const fresh = link({ state: "created", createdAt: minutes(-1) });
  expect(standing({ links: [refused] })).toBe("refused");
  expect(standingOf(facts({ links: [refused, fresh] }), NOW)).toMatchObject({
    standing: "refused",
    unopened: true,
  });
  const opened = link({ attempts: [attempt(-1)] });
  expect(standing({ links: [refused, opened] })).toBe("connecting");
});

it("says that a link expired where nothing else went wrong on it", () => {
  const [expiresAt, attempts] = [minutes(-5), [attempt(-60, "onClosePopup")]];
  const ended = link({ state: "created", expiresAt });
  expect(standing({ links: [ended] })).toBe("expired");
  expect(standing({ links: [link({ expiresAt, attempts: [attempt(-60)] })] })).toBe("expired");
  expect(standing({ links: [link({ expiresAt, attempts })] })).toBe("closed");
  expect(standing({ links: [ended, link({ state: "created" })] })).toBe("expired");
  expect(standing({ links: [link({ state: "cancelled", expiresAt })] })).toBe("invited");
  expect(standing({ links: [link({ state: "cancelled", attempts })] })).toBe("closed");
});

it("lets a token decide, and what came after it", () => {
  const refused = (from: number) => [link({ attempts: [attempt(from, "onClickRefuseButton")] })];
  expect(standing({ hasActiveToken: true, links: refused(-1) })).toBe("active");
  expect(standing({ revokedAt: minutes(-30), links: refused(-60) })).toBe("revoked");
  expect(standing({ revokedAt: minutes(-60), links: refused(-30) })).toBe("refused");
});

it("does not forget that a user with an older token gave access again", () => {
  const again = { hasActiveToken: true, links: [link({ attempts: [attempt(-10, "onTokenCreated")] })] };
  expect(standingOf(facts({ ...again, linkedAt: minutes(-60) }), NOW)).toMatchObject({
    standing: "active",
    unconfirmedAt: minutes(-10),
  });
  expect(standingOf(facts({ ...again, linkedAt: minutes(-9) }), NOW).unconfirmedAt).toBeNull();
  expect(standingOf(facts({ ...again, linkedAt: minutes(-60) }), minutes(-6))).toMatchObject({
    unconfirmedAt: null,
    dueAt: minutes(-5),
  });
});

it("knows when it changes by itself", () => {
  const due = (links: LinkFacts[]) => standingOf(facts({ links }), NOW).dueAt;
  expect(due([link({ state: "created" }), link({ expiresAt: minutes(5) })])).toEqual(minutes(5));
  expect(due([link({ expiresAt: minutes(-5) }), link({ state: "cancelled" })])).toBeNull();
  expect(standing({})).toBe("invited");
});
