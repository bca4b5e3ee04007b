import { isServerThere } from "./server-there";

/** How soon it is looked again whether the page is still here. */
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
  const ask = page.fetch.bind(page);
  let leavingUntil = 0;
  const isLeaving = () => Date.now() < leavingUntil;
  page.addEventListener("beforeunload", () => {
    leavingUntil = Date.now() + LONGEST_MS;
  });
  page.addEventListener("pageshow", () => {
    leavingUntil = 0;
  });
  /** Ends when requests are answered again. That it never ends is usual: the page is gone by then. */
  const stay = async () => {
    do await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    while (isLeaving() && !(await isServerThere(ask)));
  };
  page.fetch = async (input, init) => {
    if (!isOfRouter(init)) return ask(input, init);
    for (;;) {
      try {
        return withBody(await ask(input, init), async () => {
          if (isLeaving()) await stay();
        });
      } catch (error) {
        if (!isLeaving() || init?.signal?.aborted === true) throw error;
        await stay();
      }
    }
  };
}

/** Whether Next's router reads a page. What it sends is never repeated: it may have arrived. */
function isOfRouter(init: RequestInit | undefined): boolean {
  return (init?.method ?? "GET") === "GET" && new Headers(init?.headers).get("rsc") === "1";
}

/** The same answer; before the reading of its body fails, something is waited for. */
function withBody(response: Response, beforeFailure: () => Promise<void>): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        await beforeFailure();
        throw error;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { url, redirected } = response;
  // A response that is made anew does not know where it came from.
  return Object.defineProperties(new Response(body, response), {
    url: { value: url },
    redirected: { value: redirected },
  });
}
