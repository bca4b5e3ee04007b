import { connection } from "next/server";
import { getRuntime } from "@/lib/runtime";

const DAY_MS = 86_400_000;
const GOOD_FOR_DAYS = 180;

/**
 * Where to report a vulnerability (RFC 9116): SECURITY_CONTACT, or the mailbox that every domain has for it (RFC
 * 2142).
 */
export async function GET(): Promise<Response> {
  await connection();
  const { env } = getRuntime();
  const contact = env.SECURITY_CONTACT ?? `mailto:security@${new URL(env.APP_URL).hostname}`;
  const day = Math.floor(Date.now() / DAY_MS) + GOOD_FOR_DAYS;
  const expires = new Date(day * DAY_MS).toISOString();
  const text = `Contact: ${contact}\nExpires: ${expires}\nPreferred-Languages: en, fr\n`;
  return new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
