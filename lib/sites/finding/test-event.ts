import { z } from "zod";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import type { ReceivingSite } from "./receiving-site";

/** How the request of a test event was seen, and answered. */
export const seenTestSchema = z.object({
  status: z.number(),
  /** Why it was refused; null if it was accepted. */
  code: z.string().nullable(),
  /** Whom the door took for the sender; null if it could not tell. */
  address: z.string().nullable(),
  /** At the other end of the socket: the sender, or the proxy in front. */
  peer: z.string().nullable(),
  forwardedFor: z.string().nullable(),
  addressLeg: z.string(),
  /** TRUSTED_PROXY_HOPS. */
  hops: z.number(),
});
export type SeenTest = z.infer<typeof seenTestSchema>;

/** Stands where a notification has its hash. A real one, beside its timestamp, would be material to forge with. */
const NO_HASH = "0".repeat(64);

/** The body of a test event: a notification of an event that the bank does not have, without its hash. */
export function writeTestBody(at: Date): string {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return JSON.stringify({
    notification: {
      ...{ reference: "test", created_at: at.toISOString(), context: "anytime-connect" },
      ...{ current_try: 1, max_tries: 3 },
      data: { hash: NO_HASH, timestamp, event_name: "test_event" },
    },
  });
}

/** Puts the hash into the body of a test event, as the bank would have computed it. Any other body is unchanged. */
export function fillHash(body: Buffer, { partnerRefs }: ReceivingSite): Buffer {
  const text = body.toString("utf8");
  const timestamp = /"timestamp":"(\d{1,12})"/.exec(text)?.[1];
  const ref = partnerRefs[0]?.ref;
  if (timestamp === undefined || ref === undefined) return body;
  return Buffer.from(text.replace(NO_HASH, hashTimestamp(timestamp, ref)));
}
