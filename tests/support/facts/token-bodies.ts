import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { nextTimestamp } from "./card-bodies";
import { VECTOR_PARTNER_REF } from "./factories";

interface TokenFields {
  readonly timestamp?: string;
  /** Whoever signs. */
  readonly partnerRef?: string;
  /** Another than the right one. */
  readonly hash?: string;
  readonly customReference?: string;
}

/** A notification that a token was created, as JSON, signed with the reference of the vectors. */
export function tokenJson(
  token: string,
  {
    timestamp = nextTimestamp(),
    partnerRef = VECTOR_PARTNER_REF,
    hash = hashTimestamp(timestamp, partnerRef),
    customReference = "",
  }: TokenFields = {},
): string {
  const data = { hash, timestamp, event_name: "token_created", token, custom_reference: customReference };
  return JSON.stringify({ notification: { data } });
}
