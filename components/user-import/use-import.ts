"use client";

import { useState } from "react";
import { runInParts } from "@/components/actions/run-in-parts";
import type { CommonProblem } from "@/components/actions/use-action";
import { decodeText } from "@/lib/csv/decode-text";
import type { RowResult } from "@/lib/links/import/import-people";
import {
  type ImportedPerson,
  PEOPLE_AT_ONCE,
  type PeopleFile,
  readPeopleFile,
} from "@/lib/links/import/people-file";
import { importPart } from "./actions";

/** Where an import stands. */
interface ImportState {
  readonly file: Extract<PeopleFile, { ok: true }> | null;
  /** What is wrong with the file as a whole. */
  readonly wrong: Exclude<PeopleFile, { ok: true }> | null;
  /** What would become of each row. */
  readonly preview: readonly RowResult[] | null;
  /** What became of each row. */
  readonly results: readonly RowResult[] | null;
  /** People of the running part of the work that are done; null while nothing runs. */
  readonly running: number | null;
  readonly problem: CommonProblem | "no_site" | null;
}

const NOTHING: ImportState = {
  file: null,
  wrong: null,
  preview: null,
  results: null,
  running: null,
  problem: null,
};
/** Twice as much as 10,000 long rows take. */
const MOST_BYTES = 8_000_000;

/** Reads a file of people, asks what importing it would do, and imports it. */
export function useImport() {
  const [state, setState] = useState<ImportState>(NOTHING);
  const change = (some: Partial<ImportState>) => setState((before) => ({ ...before, ...some }));
  const send = async (people: readonly ImportedPerson[], preview: boolean) => {
    change({ running: 0, problem: null });
    const { values, problem } = await runInParts(
      people,
      PEOPLE_AT_ONCE,
      (part) => importPart({ people: part, preview }),
      (running) => change({ running }),
    );
    return { rows: values.flat(), problem };
  };
  const read = async (chosen: File) => {
    if (chosen.size > MOST_BYTES) return setState({ ...NOTHING, wrong: { ok: false, problem: "too_many" } });
    const file = readPeopleFile(decodeText(await chosen.arrayBuffer()));
    if (!file.ok) return setState({ ...NOTHING, wrong: file });
    setState({ ...NOTHING, file });
    if (file.people.length === 0) return change({ preview: [] });
    const { rows, problem } = await send(file.people, true);
    change({ preview: problem === null ? rows : null, problem, running: null });
  };
  const carryOut = async () => {
    if (state.file === null) return;
    const { rows, problem } = await send(state.file.people, false);
    change({ results: rows, problem, running: null });
  };
  return { ...state, read, carryOut, reset: () => setState(NOTHING) };
}
