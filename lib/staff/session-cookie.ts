import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { getRuntime } from "@/lib/runtime";

// next-auth names it by the protocol of the page.
const NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"] as const;
const tokenSchema = z.object({ sid: z.uuid() });

/** The session id in this browser's cookie, whatever that session may open; null if there is none, or it is not ours. */
export async function readSessionId(): Promise<string | null> {
  const store = await cookies();
  const token = NAMES.map((name) => store.get(name)?.value).find((value) => value !== undefined);
  if (token === undefined) return null;
  const secret = getRuntime().env.NEXTAUTH_SECRET;
  const decoded = await decode({ token, secret }).catch(() => null); // written by somebody else, or too old
  return tokenSchema.safeParse(decoded).data?.sid ?? null;
}
