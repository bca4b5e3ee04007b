import type { ReactNode } from "react";

interface ConnectCardProps {
  readonly language: string;
  /** Absent if the link is unknown: then so is its site. */
  readonly siteName?: string;
  readonly accentColour?: string | null;
  readonly logoUrl?: string | null;
  readonly children: ReactNode;
}

const MARK = "grid size-10 place-items-center rounded-[11px] font-bold";

/** The only card of the connect page, in the middle of it. */
export function ConnectCard(props: ConnectCardProps) {
  return (
    <main lang={props.language} className="grid min-h-dvh grid-cols-1 place-items-center p-6 max-[400px]:p-3">
      <ConnectSheet {...props} />
    </main>
  );
}

/** The card by itself: partner → bank, and the current state. */
export function ConnectSheet({ siteName, accentColour, logoUrl, children }: ConnectCardProps) {
  return (
    <div className="w-full max-w-[420px] rounded-sheet border border-line bg-panel p-8 shadow-float max-[400px]:p-6">
      <div className="flex items-center gap-1.5">
        {siteName !== undefined && (
          <>
            <SiteMark name={siteName} colour={accentColour ?? null} logoUrl={logoUrl ?? null} />
            <span aria-hidden="true" className="text-faint">
              →
            </span>
          </>
        )}
        <span aria-hidden="true" className={`${MARK} bg-ink text-bg`}>
          a
        </span>
      </div>
      {children}
    </div>
  );
}

function SiteMark({
  name,
  colour,
  logoUrl,
}: {
  name: string;
  colour: string | null;
  logoUrl: string | null;
}) {
  if (logoUrl !== null) {
    // Logos are made for paper: white behind them in dark mode too.
    return (
      // biome-ignore lint/performance/noImgElement: a small file of ours that was made small when it was uploaded
      <img src={logoUrl} alt={name} className="h-10 max-w-40 rounded-[11px] bg-white object-contain p-1" />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={`${MARK} text-white`}
      style={{ background: colour ?? markColour(name) }}
    >
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}

/** The site's own colour, dark enough for white text. */
function markColour(name: string): string {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return `oklch(52% 0.15 ${hue})`;
}
