"use client";

import { useFileImport } from "@/components/file-import/use-file-import";
import { PEOPLE_AT_ONCE, readPeopleFile } from "@/lib/links/import/people-file";
import { importPart } from "./actions";

/** Reads a file of people, asks what importing it would do, and imports it. */
export function useImport() {
  return useFileImport({
    readFile: readPeopleFile,
    atOnce: PEOPLE_AT_ONCE,
    send: (people, preview) => importPart({ people, preview }),
  });
}
