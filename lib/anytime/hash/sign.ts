import { hash } from "node:crypto";

/**
 * The hash of a notification: lower-case hex SHA-256 of `timestamp|partnerRef`.
 * ("HASH is a SHA256 value calculated by concatenating the timestamp in the data, the character "|" and
 * your partner reference".) It covers neither event nor body.
 */
export function hashTimestamp(timestamp: string, partnerRef: string): string {
  return hash("sha256", `${timestamp}|${partnerRef}`);
}
