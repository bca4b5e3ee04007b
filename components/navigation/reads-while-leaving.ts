/** How soon a read is tried again. */
const AGAIN_MS = 250;
/** A page that is left for longer than this was not left, and its server is away. */
const LONGEST_MS = 30_000;

type Page = Pick<Window, "addEventListener" | "fetch">;

/**
 * Has what Next's router reads wait while the page is being left, by its address, a bookmark or a download. WebKit ends
 * the requests of such a page at once, and refuses further ones until the next page comes; Next would load what it could
 * not read as a whole page, in place of the one that was asked for. If the page stays after all, it is read then.
 */
export function keepReadsWhileLeaving(page: Page): void {
  const fetchOf = page.fetch.bind(page);
  let leavingUntil = 0;
  page.addEventListener("beforeunload", () => {
    leavingUntil = Date.now() + LONGEST_MS;
  });
  page.addEventListener("pageshow", () => {
    leavingUntil = 0;
  });
  page.fetch = async (input, init) => {
    for (;;) {
      try {
        return await fetchOf(input, init);
      } catch (error) {
        if (!isOfRouter(init) || init?.signal?.aborted === true || Date.now() > leavingUntil) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };
}

/** Whether Next's router reads a page. What it sends is never repeated: it may have arrived. */
function isOfRouter(init: RequestInit | undefined): boolean {
  return (init?.method ?? "GET") === "GET" && new Headers(init?.headers).get("rsc") === "1";
}
