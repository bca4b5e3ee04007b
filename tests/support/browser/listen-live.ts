/** Reads the live stream of open pages, until it is closed. */
export function listenLive(url: string, cookie: string) {
  const left = new AbortController();
  const decoder = new TextDecoder();
  let text = "";
  const heard = (async () => {
    const response = await fetch(`${url}/api/live`, { headers: { cookie }, signal: left.signal });
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  })();
  return {
    /** Everything heard so far. */
    text: () => text,
    close: async () => {
      left.abort();
      // Nobody closes it but us.
      await heard.catch(() => undefined);
    },
  };
}
