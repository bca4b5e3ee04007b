import type { ReactNode } from "react";
import { ConnectCard } from "./card";
import { ContactText } from "./contact-text";

interface EndedCardProps {
  readonly language: string;
  readonly siteName?: string;
  readonly accentColour?: string | null;
  readonly logoUrl?: string | null;
  readonly title: string;
  readonly text: string;
  readonly help: string | null;
  readonly languages?: ReactNode;
  /** "Support code 7K4M-M2Q0", if the link was opened before. */
  readonly support?: string | null;
  /** The next step. */
  readonly children?: ReactNode;
}

/** The card of an unusable link: why, and whom to ask. */
export function EndedCard({ title, text, help, languages, support, children, ...card }: EndedCardProps) {
  return (
    <ConnectCard {...card}>
      <h1 className="mt-[18px] mb-2 text-[22px]/7 font-[620] tracking-[-0.02em]">{title}</h1>
      <p className="text-[15px]/[23px] text-dim">{text}</p>
      {children}
      {help !== null && (
        <p className="mt-4">
          <ContactText text={help} />
        </p>
      )}
      {languages !== undefined && (
        <div className="mt-[18px] flex flex-wrap justify-between gap-x-4 gap-y-1 text-label text-faint">
          {languages}
          <span>{support}</span>
        </div>
      )}
    </ConnectCard>
  );
}
