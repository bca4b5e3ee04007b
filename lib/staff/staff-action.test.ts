import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "@swc/core";
import { expect, it } from "vitest";

const DIRECTIVE = /^\s*["']use server["'];?\s*$/m;

/** The runtime exports of a "use server" file that are not made by `staffAction`, by name. */
function listUnguarded(source: string): string[] {
  const { body } = parseSync(source, { syntax: "typescript" });
  return body.flatMap((item) => {
    if (item.type === "ExportDeclaration") {
      const { declaration } = item;
      if (declaration.type === "TsInterfaceDeclaration" || declaration.type === "TsTypeAliasDeclaration")
        return [];
      if (declaration.type === "VariableDeclaration") {
        return declaration.declarations.flatMap(({ id, init }) => {
          const call = init?.type === "CallExpression" ? init.callee : undefined;
          const guarded = call?.type === "Identifier" && call.value === "staffAction";
          return guarded ? [] : [id.type === "Identifier" ? id.value : id.type];
        });
      }
      return ["identifier" in declaration ? String(declaration.identifier.value) : declaration.type];
    }
    return item.type.startsWith("Export") ? [item.type] : [];
  });
}

it("sees exports that answer without asking who is calling", () => {
  const guarded = `"use server";
    export const a = staffAction({});
    export type B = string;
    export interface C {}
    const helper = 1;`;
  expect(listUnguarded(guarded)).toEqual([]);
  const open = `"use server";
    export async function a() {}
    export const b = async () => {};
    export const c = otherAction({}), d = staffAction({});
    export { e };
    export default async function () {}
    export * from "./f";`;
  const rest = ["ExportNamedDeclaration", "ExportDefaultDeclaration", "ExportAllDeclaration"];
  expect(listUnguarded(open)).toEqual(["a", "b", "c", ...rest]);
});

it("finds that every server action is made by staffAction, but for the named exceptions", () => {
  const files = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  );
  const sources = files.filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const texts = sources.map((file) => ({ file, text: readFileSync(file, "utf8") }));
  const marked = texts.filter(({ text }) => DIRECTIVE.test(text));
  // An action inside of another function could not be found by its export.
  const inline = marked.filter(({ text }) => !/^["']use server["']/.test(text));
  expect(inline.map(({ file }) => file)).toEqual([]);
  expect(marked.length).toBeGreaterThan(5);
  const unguarded = marked.flatMap(({ file, text }) => listUnguarded(text).map((name) => `${file} ${name}`));
  expect(unguarded.sort()).toEqual([
    // An invitation proves itself by its secret, to whoever is not on the staff yet.
    "components/invitation/actions.ts joinStaff",
    "components/invitation/actions.ts openInvitation",
    // Ask for a passkey: of whoever comes, and of whoever gave the right password.
    "components/sign-in/actions.ts askAnyPasskey",
    "components/sign-in/actions.ts askPasskeyStep",
    // Opens a device link, which proves itself by its seal, for whoever cannot sign in.
    "components/sign-in/actions.ts openDeviceLink",
    // The language and the theme of a browser are nobody's secret.
    "lib/i18n/preferences.ts setLocale",
    "lib/i18n/preferences.ts setTheme",
  ]);
});
