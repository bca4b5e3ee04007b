/** As much of a browser as following redirects between hosts takes: it keeps each host's cookies for that host. */
export interface CookieBrowser {
  /** Asks without following. */
  ask(url: string, init?: RequestInit): Promise<Response>;
  /**
   * Follows redirects as far as an answer that is none, or an address that it is to stop before.
   *
   * @returns the last address
   */
  follow(url: string, stopBefore?: RegExp): Promise<string>;
  /** The cookies that a host would be sent. */
  cookies(url: string): string;
  /** Puts them back as they were. */
  restore(url: string, cookies: string): void;
}

export function makeCookieBrowser(): CookieBrowser {
  const hosts = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    const jar = hosts.get(host) ?? new Map<string, string>();
    hosts.set(host, jar);
    return jar;
  };
  const cookies = (url: string) => [...jarOf(url)].map((pair) => pair.join("=")).join("; ");
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...init.headers, cookie: cookies(url) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "" || /; Max-Age=0(;|$)/i.test(cookie)) jarOf(url).delete(name);
      else jarOf(url).set(name, value);
    }
    return response;
  };
  return {
    ask,
    cookies,
    follow: async (url, stopBefore) => {
      let at = url;
      while (stopBefore?.test(at) !== true) {
        const response = await ask(at);
        await response.arrayBuffer();
        const to = response.headers.get("location");
        if (to === null) break;
        at = new URL(to, at).href;
      }
      return at;
    },
    restore: (url, text) => {
      const jar = jarOf(url);
      jar.clear();
      for (const pair of text.split("; ").filter((one) => one !== ""))
        jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    },
  };
}
