import type { ReactNode } from "react";
import { ConnectCard } from "./card";

interface EndedCardProps {
  readonly language: string;
  readonly siteName?: string;
  readonly title: string;
  readonly text: string;
  readonly help: string | null;
  readonly languages?: ReactNode;
}

/** The card of a link that cannot be used: why, and whom to ask. */
export function EndedCard({ title, text, help, languages, ...card }: EndedCardProps) {
  return (
    <ConnectCard {...card}>
      <h1 className="mt-[18px] mb-2 text-[22px]/7 font-[620] tracking-[-0.02em]">{title}</h1>
      <p className="text-[15px]/[23px] text-dim">{text}</p>
      {help !== null && <p className="mt-4">{help}</p>}
      {languages !== undefined && <div className="mt-[18px] text-label text-faint">{languages}</div>}
    </ConnectCard>
  );
}
