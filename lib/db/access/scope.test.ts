import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  insistOnSite,
  isOfSeveral,
  narrowToSite,
  narrowToSites,
  ofOnlySite,
  onlySite,
  reaches,
  type Scope,
  SYSTEM_SCOPE,
  siteIdWhere,
  siteWhere,
} from "./scope";

const SITE = "0199b0c0-0000-7000-8000-000000000001";
const OTHER = "0199b0c0-0000-7000-8000-000000000002";
const mine: Scope = { ...SYSTEM_SCOPE, role: "viewer", beyondSites: false, sites: [SITE] };
/** Whose data is nobody's site: staff themselves, rate limits, and what finds out the scope of whoever asks. */
const SITELESS = /^lib\/(db|staff)\/|\/bodies-store\.ts$/;

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .map((name) => join("lib", name))
  .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|\/generated\//.test(path))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

it("reaches the sites it names, and no others", () => {
  expect([reaches(mine, SITE), reaches(mine, OTHER), reaches(SYSTEM_SCOPE, OTHER)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(() => insistOnSite(mine, OTHER)).toThrow();
  expect(siteWhere(mine)).toEqual({ siteId: { in: [SITE] } });
  expect(siteIdWhere({ ...mine, sites: [] })).toEqual({ id: { in: [] } });
});

it("narrows to one of its sites, and to nothing where that is another's", () => {
  const both: Scope = { ...mine, beyondSites: true, sites: [SITE, OTHER] };
  expect(narrowToSite(both, OTHER)).toMatchObject({ sites: [OTHER], beyondSites: false });
  expect(narrowToSite(mine, OTHER).sites).toEqual([]);
  expect([isOfSeveral(both), isOfSeveral(mine), isOfSeveral(SYSTEM_SCOPE)]).toEqual([true, false, true]);
  expect([onlySite(both), onlySite(mine)]).toEqual([null, SITE]);
  expect([ofOnlySite(both), ofOnlySite(mine)]).toEqual([{}, { siteId: SITE }]);
  expect(narrowToSites(both, [])).toBe(both);
  expect(narrowToSites(both, [OTHER]).sites).toEqual([OTHER]);
  expect(narrowToSites(mine, [OTHER]).sites).toEqual([]);
});

it("is taken by nobody who ignores it", () => {
  // Biome finds parameters that are not used, unless their names begin so.
  const ignored = sources
    .filter(({ text }) => /\b_\w*: Scope\b|\(_scope, /.test(text))
    .map(({ path }) => path);
  expect(ignored).toEqual([]);
});

/** What a file exports that is called, to the end of its signature; its first parameter, if that is a plain one. */
const SIGNATURE =
  /^export (?:(?:async )?function (\w+)(?:<[^(]*>)?|const (\w+) = (?:async )?)\(\s*(\w+: ?\w*)?[\s\S]*?(?: \{\n| =>)/gm;

it("is what every read and write of a store asks for first", () => {
  const missing = sources
    .filter(({ path }) => path.endsWith("store.ts") && !SITELESS.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(SIGNATURE)]
        // The others make parts of statements, or compute.
        .filter(([signature]) => /\basync\b|\bPromise<|\b(Db|Database)\b/.test(signature))
        .filter(([, , , first = ""]) => first !== "scope: Scope" && !/^(_|scope): SystemScope$/.test(first))
        .map(([, name, constant]) => `${path} ${name ?? constant}`),
    );
  expect(missing).toEqual([]);
});
