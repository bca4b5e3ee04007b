import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ACTIONS, type Need, PAGES, ROUTES } from "./doors";
import { findActions, findPages, findRoutes } from "./find-doors";

const needs = (table: Readonly<Record<string, Need>>) => ({ ...table });
const namesOf = (doors: readonly { readonly name: string }[]) => doors.map(({ name }) => name).sort();

it("knows of every page what it asks for", () => {
  const pages = findPages();
  expect(namesOf(pages)).toEqual(Object.keys(PAGES).sort());
  for (const { name, file } of pages) {
    const asked = /requireStaff\("([^"]+)"\)/.exec(readFileSync(file, "utf8"))?.[1];
    const need = needs(PAGES)[name];
    expect([name, asked]).toEqual([name, need === "anyone" || need === "key" ? undefined : need]);
  }
});

it("knows of every method of a route what it asks for", () => {
  expect(namesOf(findRoutes())).toEqual(Object.keys(ROUTES).sort());
});

it("knows of every action what it asks for", () => {
  const actions = findActions();
  expect(namesOf(actions)).toEqual(Object.keys(ACTIONS).sort());
  for (const { name, permission } of actions)
    expect([name, permission ?? "anyone"]).toEqual([name, needs(ACTIONS)[name]]);
});
