import type { ReactNode } from "react";
import { ConnectSheet } from "@/components/connect/card";
import type { ConnectStrings } from "@/components/connect/connect-strings";
import { Panel } from "@/components/ui/panel";

interface ConnectPreviewProps {
  title: string;
  hint: string;
  /** What is shown instead of the bank's button. */
  button: string;
  language: string;
  /** Chooses the language. */
  languages: ReactNode;
  siteName: string;
  accentColour: string | null;
  logoUrl: string | null;
  strings: ConnectStrings;
  /** Says that there is a link to the site's privacy notice. */
  hasNotice: boolean;
}

/** The connect page as an end user sees it first, with the saved settings. Nothing in it can be used. */
export function ConnectPreview({
  title,
  hint,
  button,
  languages,
  strings,
  hasNotice,
  ...look
}: ConnectPreviewProps) {
  return (
    <Panel title={title} actions={languages}>
      <p className="mb-3 text-label text-dim">{hint}</p>
      <div lang={look.language}>
        <ConnectSheet {...look}>
          <p className="mt-[18px] mb-2 text-[22px]/7 font-[620] tracking-[-0.02em]">{strings.title}</p>
          <p className="text-[15px]/[23px] text-dim">{strings.lead}</p>
          <ul className="my-5 grid gap-3">
            {strings.points.map((point) => (
              <li key={point} className="flex gap-3">
                <span aria-hidden="true" className="mt-[7px] size-2.5 shrink-0 rounded-full bg-ok" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{point}</span>
              </li>
            ))}
          </ul>
          <p className="grid min-h-12 place-items-center rounded-panel border border-dashed border-line-strong px-4 text-center text-table text-dim">
            {button}
          </p>
          <p className="mt-[18px] text-label text-faint [overflow-wrap:anywhere]">
            {strings.privacy}
            {hasNotice && <span className="underline"> {strings.privacyNotice}</span>}
          </p>
        </ConnectSheet>
      </div>
    </Panel>
  );
}
