// Every door into the product, as the file system has it: pages, methods of routes, server actions.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A door, by its name in the table, and the file that answers. */
export interface FoundDoor {
  readonly name: string;
  readonly file: string;
}

/** An action, and the permission that it asks for; null if it asks for none. */
export interface FoundAction extends FoundDoor {
  readonly exported: string;
  readonly permission: string | null;
}

function filesIn(folder: string, wanted: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => wanted.test(file))
    .map((file) => join(folder, file));
}

/** The address of a page or a route: without groups, with its parameters as the folders name them. */
function addressOf(file: string): string {
  const folders = dirname(file).split("/").slice(1);
  return `/${folders.filter((folder) => !folder.startsWith("(")).join("/")}`;
}

/** All pages, by address. */
export function findPages(): FoundDoor[] {
  return filesIn("app", /(^|\/)page\.tsx$/).map((file) => ({ name: addressOf(file), file }));
}

const METHOD =
  /\bexport (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b|\bas (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g;

/** All methods of all routes, as `GET /api/live`. */
export function findRoutes(): FoundDoor[] {
  return filesIn("app", /(^|\/)route\.ts$/).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(METHOD)].map(([, declared, renamed]) => ({
      name: `${declared ?? renamed} ${addressOf(file)}`,
      file,
    })),
  );
}

/** All server actions, by their folder and name. */
export function findActions(): FoundAction[] {
  return ["app", "components", "lib"]
    .flatMap((folder) => filesIn(folder, /(?<!\.test)\.tsx?$/))
    .map((file) => ({ file, text: readFileSync(file, "utf8") }))
    .filter(({ text }) => /^"use server";$/m.test(text))
    .flatMap(({ file, text }) =>
      text
        .split(/^export (?=const|async function)/m)
        .slice(1)
        .map((part) => {
          const exported = /^(?:const|async function) (\w+)/.exec(part)?.[1] ?? "";
          const permission = /\bpermission: "([^"]+)"/.exec(part)?.[1] ?? null;
          return { name: `${basename(dirname(file))}/${exported}`, file, exported, permission };
        }),
    );
}
