import { answerMetrics } from "@/lib/http/metrics/answer-metrics";
import { probeResponse } from "@/lib/http/probes/probes";
import { getRuntime } from "@/lib/runtime";

/** What Prometheus reads, if METRICS_TOKEN is set. server.ts answers the same before Next. */
export async function GET(request: Request): Promise<Response> {
  return probeResponse(await answerMetrics(getRuntime(), request.headers.get("authorization")));
}
