"use client";

import type { ChangeEvent } from "react";
import { buttonStyle } from "@/components/controls/button-style";

interface ChooseFileProps {
  label: string;
  /** It is what to do next on the page. */
  primary: boolean;
  onChoose: (file: File) => void;
}

/** A button that asks for a CSV file. The same file can be chosen again after it was changed. */
export function ChooseFile({ label, primary, onChoose }: ChooseFileProps) {
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? [];
    event.target.value = "";
    if (chosen !== undefined) onChoose(chosen);
  };
  const look = buttonStyle(
    primary ? "primary" : "secondary",
    "medium",
    "cursor-pointer has-focus-visible:outline-2",
  );
  return (
    <label className={look}>
      {label}
      <input type="file" accept=".csv,.txt,text/csv" onChange={choose} className="sr-only" />
    </label>
  );
}
