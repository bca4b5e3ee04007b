import { isServerThere } from "@/components/navigation/server-there";

const AGAIN_MS = 1_000;

/**
 * Fetches a script of ours that comes after the page's; while the server is away, again and again: what was typed on the
 * page must not be lost for it.
 *
 * @throws what the browser says of a script that a server which is there does not have: the page is older than the server
 */
export async function loadAtLast<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  let wasThere = false;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      const there = await isServerThere();
      if (there && wasThere) throw error;
      wasThere = there;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
