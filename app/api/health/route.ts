import { connection } from "next/server";
import { answerHealth, probeResponse } from "@/lib/http/probes/probes";
import { getRuntime } from "@/lib/runtime";

/**
 * The state of the installation, for people and alerts, never for routing. server.ts answers the same before Next.
 */
export async function GET(): Promise<Response> {
  await connection();
  return probeResponse(await answerHealth(getRuntime()));
}
