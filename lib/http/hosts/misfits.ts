import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { isVouchedFor } from "@/lib/webhooks/receive/peer";
import { namesExactly, type OwnHosts } from "./own-hosts";

/** How the headers of a proxy can contradict the settings. */
const MISFITS = [
  "host",
  "forwardedHost",
  "forwardedProto",
  "forwardedMissing",
  "forwardedUnexpected",
] as const;

/** A contradiction, with the value that was seen. */
export interface Misfit {
  readonly kind: (typeof MISFITS)[number];
  readonly value: string;
}

/** Passes the findings to Next's pages, under the proof that `peer.ts` makes. */
export const MISFITS_HEADER = "x-anytime-misfits";
const LONGEST = 100;
const misfitsSchema = z.array(z.object({ kind: z.enum(MISFITS), value: z.string() }));

/** Compares the headers of a request, as received, with the settings. */
export function findMisfits(own: OwnHosts, hops: number, headers: IncomingHttpHeaders): readonly Misfit[] {
  const host = headers.host ?? "";
  const forwardedHost = first(headers["x-forwarded-host"]);
  const forwardedProto = first(headers["x-forwarded-proto"])?.toLowerCase();
  const chain = headers["x-forwarded-for"];
  const entries = chain === undefined ? 0 : String(chain).split(",").length;
  const schemes = [own.app.protocol, own.connect.protocol];
  const found: (Misfit | null)[] = [
    namesExactly(own, host) ? null : { kind: "host", value: host },
    forwardedHost === undefined || namesExactly(own, forwardedHost)
      ? null
      : { kind: "forwardedHost", value: forwardedHost },
    forwardedProto === undefined || schemes.includes(`${forwardedProto}:`)
      ? null
      : { kind: "forwardedProto", value: forwardedProto },
    entries < hops ? { kind: "forwardedMissing", value: String(hops) } : null,
    entries > 0 && hops === 0 ? { kind: "forwardedUnexpected", value: String(entries) } : null,
  ];
  return found
    .flatMap((misfit) => misfit ?? [])
    .map(({ kind, value }) => ({ kind, value: value.slice(0, LONGEST) }));
}

/** Writes them as a header. */
export function writeMisfits(misfits: readonly Misfit[]): string {
  return encodeURIComponent(JSON.stringify(misfits));
}

/** The findings for a request that reached Next; none if server.ts did not vouch for it. */
export function readMisfits(headers: Headers): readonly Misfit[] {
  const written = headers.get(MISFITS_HEADER);
  if (written === null || !isVouchedFor(headers)) return [];
  return misfitsSchema.parse(JSON.parse(decodeURIComponent(written)));
}

/** The findings of several requests, each kind once. */
export function mergeByKind(...found: readonly (readonly Misfit[])[]): readonly Misfit[] {
  return [...new Map(found.flat().map((misfit) => [misfit.kind, misfit])).values()];
}

/** The value of the proxy nearest to the browser: each proxy appends to the list. */
function first(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header).split(",")[0]?.trim();
}
