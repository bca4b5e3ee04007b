import type { ReactNode } from "react";

interface ConnectCardProps {
  readonly language: string;
  /** Absent where the link is not known: then neither is its site. */
  readonly siteName?: string;
  readonly children: ReactNode;
}

const MARK = "grid size-10 place-items-center rounded-[11px] font-bold";

/** The one card of the connect page: partner → bank, and whatever the state is. */
export function ConnectCard({ language, siteName, children }: ConnectCardProps) {
  return (
    <main lang={language} className="grid min-h-dvh grid-cols-1 place-items-center p-6 max-[400px]:p-3">
      <div className="w-full max-w-[420px] rounded-sheet border border-line bg-panel p-8 shadow-float max-[400px]:p-6">
        <div aria-hidden="true" className="flex items-center gap-1.5">
          {siteName !== undefined && (
            <>
              <span className={`${MARK} text-white`} style={{ background: markColour(siteName) }}>
                {[...siteName.trim()][0]?.toUpperCase()}
              </span>
              <span className="text-faint">→</span>
            </>
          )}
          <span className={`${MARK} bg-ink text-bg`}>a</span>
        </div>
        {children}
      </div>
    </main>
  );
}

/** A colour of the site's own, dark enough for white letters. */
function markColour(name: string): string {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return `oklch(52% 0.15 ${hue})`;
}
