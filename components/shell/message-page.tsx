import type { ReactNode } from "react";
import { BrandMark } from "./brand-mark";

interface MessagePageProps {
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
}

/** A page with one card: sign-in, errors, not found. */
export function MessagePage(props: MessagePageProps) {
  return (
    <main className="grid min-h-dvh grid-cols-1 place-items-center p-6">
      <MessageCard {...props} />
    </main>
  );
}

/** Only the card, for inside a page that has its frame. */
export function MessageCard({ title, text, children }: MessagePageProps) {
  return (
    <div className="w-full max-w-[420px] rounded-sheet border border-line bg-panel p-8 shadow-float">
      <BrandMark />
      <h1 className="mt-[18px] mb-2 text-[22px]/7 font-[620] tracking-[-0.02em]">{title}</h1>
      {text !== undefined && <p className="text-section text-dim">{text}</p>}
      {children}
    </div>
  );
}
