"use client";

import { useState } from "react";
import { runInParts } from "@/components/actions/run-in-parts";
import type { CommonProblem } from "@/components/actions/use-action";
import { decodeText } from "@/lib/csv/decode-text";
import type { LinesFile, WrongFile } from "@/lib/csv/read-table";
import type { ActionResult, StaffProblem } from "@/lib/staff/staff-action";

/** A kind of import: how a file is read, and what carries out its lines. */
interface ImportKind<Line, Row, Problem> {
  readonly readFile: (text: string) => LinesFile<Line, Problem>;
  readonly atOnce: number;
  /** Says what would become of lines (`preview`), or carries them out. */
  readonly send: (
    lines: readonly Line[],
    preview: boolean,
  ) => Promise<ActionResult<Row[], StaffProblem | "no_site">>;
}

/** Where an import stands. */
interface ImportState<Line, Row, Problem> {
  readonly file: Extract<LinesFile<Line, Problem>, { ok: true }> | null;
  /** What is wrong with the file as a whole. */
  readonly wrong: WrongFile | null;
  /** What would become of each line. */
  readonly preview: readonly Row[] | null;
  /** What became of each line. */
  readonly results: readonly Row[] | null;
  /** Lines of the running part of the work that are done; null while nothing runs. */
  readonly running: number | null;
  readonly problem: CommonProblem | "no_site" | null;
}

const NOTHING = { file: null, wrong: null, preview: null, results: null, running: null, problem: null };
/** Twice as much as 10,000 long lines take. */
const MOST_BYTES = 8_000_000;

/** Reads a file, asks what importing it would do, and imports it. */
export function useFileImport<Line, Row, Problem>(kind: ImportKind<Line, Row, Problem>) {
  const [state, setState] = useState<ImportState<Line, Row, Problem>>(NOTHING);
  const change = (some: Partial<ImportState<Line, Row, Problem>>) =>
    setState((before) => ({ ...before, ...some }));
  const send = async (lines: readonly Line[], preview: boolean) => {
    change({ running: 0, problem: null });
    const { values, problem } = await runInParts(
      lines,
      kind.atOnce,
      (part) => kind.send(part, preview),
      (running) => change({ running }),
    );
    return { rows: values.flat(), problem };
  };
  const read = async (chosen: Blob) => {
    if (chosen.size > MOST_BYTES) return setState({ ...NOTHING, wrong: { ok: false, problem: "too_many" } });
    const file = kind.readFile(decodeText(await chosen.arrayBuffer()));
    if (!file.ok) return setState({ ...NOTHING, wrong: file });
    setState({ ...NOTHING, file });
    if (file.lines.length === 0) return change({ preview: [] });
    const { rows, problem } = await send(file.lines, true);
    change({ preview: problem === null ? rows : null, problem, running: null });
  };
  const carryOut = async () => {
    if (state.file === null) return [];
    const { rows, problem } = await send(state.file.lines, false);
    change({ results: rows, problem, running: null });
    return rows;
  };
  return { ...state, read, carryOut };
}
