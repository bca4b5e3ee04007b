"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import { type Downloaded, downloadFile } from "./download-file";

interface DownloadButtonProps {
  /** The route that makes the file, and what it is asked for. */
  from: string;
  asked: object;
  /** The name of the file. */
  file: string;
  /** The words for what became of it. */
  say: (became: Downloaded) => string;
  onEnd?: () => void;
  variant?: "primary";
  size?: "small";
  children: ReactNode;
}

/** Has the server make a file, saves it, and says what became of it. */
export function DownloadButton({ from, asked, file, say, onEnd, children, ...look }: DownloadButtonProps) {
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const became = await downloadFile(from, asked, file);
    setPending(false);
    onEnd?.();
    sayDone({ text: say(became) });
  };
  return (
    <Button {...look} onPress={run} isPending={pending}>
      {children}
    </Button>
  );
}
