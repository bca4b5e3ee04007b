import { connection } from "next/server";
import { answerLivez, probeResponse } from "@/lib/http/probes/probes";

/** The process answers. server.ts answers the same before Next. */
export async function GET(): Promise<Response> {
  await connection();
  return probeResponse(answerLivez());
}
