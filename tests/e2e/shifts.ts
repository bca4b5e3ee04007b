import type { Page } from "@playwright/test";

/** Notes what moves on its own while pages load. @returns what moved on the page that is shown */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const moved: string[] = [];
    // By Chromium's measure: less is a word or a mark that moves by a few pixels, before the rest of its line has come.
    const isNoticed = ({ hadRecentInput, value }: Shift) => !hadRecentInput && value > 0.001;
    const note = (entries: PerformanceEntryList) => {
      // Columns of a table find their widths while its rows come, so only what moves up or down counts. Nobody sees a space
      // move: in a row half of which has come, it has no place yet.
      for (const entry of entries as (PerformanceEntry & Shift)[])
        for (const { node, previousRect, currentRect } of isNoticed(entry) ? entry.sources : [])
          if (previousRect.y !== currentRect.y && !(node instanceof Text && node.data.trim() === ""))
            moved.push(
              `${node?.nodeName} “${node?.textContent?.slice(0, 60)}” from ${previousRect.x},${previousRect.y} to ${currentRect.x},${currentRect.y}`,
            );
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    (window as unknown as Watched).readMoved = () => {
      note(observer.takeRecords());
      return moved;
    };
  });
  return () => page.evaluate(() => (window as unknown as Watched).readMoved());
}

/** By how many pixels a page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

interface Watched {
  readMoved: () => string[];
}

/** What Chromium says of a shift; TypeScript does not know it. */
interface Shift {
  readonly hadRecentInput: boolean;
  /** The share of the window that moved, times how far. */
  readonly value: number;
  readonly sources: readonly {
    node: Node | null;
    previousRect: DOMRectReadOnly;
    currentRect: DOMRectReadOnly;
  }[];
}
