import { log } from "@/lib/log";
import type { Misfit } from "./misfits";

/** Remembers, for the permanent warnings, how proxies contradicted the settings. */
export interface ProxyWatch {
  /** The findings of a request. Each kind is logged once. */
  sawMisfits(misfits: readonly Misfit[]): void;
  /** The findings of our own request to our public address. */
  sawOwnRequest(misfits: readonly Misfit[]): void;
  /** A peer that is not a trusted proxy, although requests should come through one. */
  sawStranger(address: string): void;
  /** The findings at the start. */
  readonly atStart: readonly Misfit[];
  /** The last peer that is not a trusted proxy; null if there was none recently. */
  lastUnknownProxy(): string | null;
}

const WORDS: Readonly<Record<Misfit["kind"], string>> = {
  host: "Host names neither APP_URL nor CONNECT_URL: let the proxy pass it on, with its port",
  forwardedHost: "X-Forwarded-Host names neither APP_URL nor CONNECT_URL",
  forwardedProto: "X-Forwarded-Proto is not the protocol of APP_URL",
  forwardedMissing: "X-Forwarded-For has fewer addresses than TRUSTED_PROXY_HOPS: the sender is unknown",
  forwardedUnexpected: "X-Forwarded-For is sent, but TRUSTED_PROXY_HOPS is 0: senders look like the proxy",
};
const MOST_NAMED = 20;
const LATELY_MS = 24 * 3_600_000;

/** Creates the watch of this process. */
export function createProxyWatch(): ProxyWatch {
  const said = new Set<Misfit["kind"]>();
  const named = new Set<string>();
  let atStart: readonly Misfit[] = [];
  let unknownProxy: { address: string; at: number } | null = null;
  const say = (misfits: readonly Misfit[]): void => {
    for (const { kind, value } of misfits) {
      if (said.has(kind)) continue;
      said.add(kind);
      log.warn({ value }, WORDS[kind]);
    }
  };
  return {
    sawMisfits: say,
    sawOwnRequest: (misfits) => {
      atStart = misfits;
      say(misfits);
    },
    sawStranger: (address) => {
      unknownProxy = { address, at: Date.now() };
      if (named.has(address) || named.size >= MOST_NAMED) return;
      named.add(address);
      log.warn(
        { address },
        "this peer is not in TRUSTED_PROXY_ADDRESSES: the addresses it forwards are ignored",
      );
    },
    get atStart() {
      return atStart;
    },
    lastUnknownProxy: () =>
      unknownProxy !== null && Date.now() - unknownProxy.at < LATELY_MS ? unknownProxy.address : null,
  };
}
