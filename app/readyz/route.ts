import { connection } from "next/server";
import { answerReadyz, probeResponse } from "@/lib/http/probes/probes";
import { getRuntime } from "@/lib/runtime";

/** It can receive deliveries. server.ts answers the same before Next. */
export async function GET(): Promise<Response> {
  await connection();
  return probeResponse(answerReadyz(getRuntime()));
}
