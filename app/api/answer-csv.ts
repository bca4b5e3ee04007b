import { toStream } from "./to-stream";

/** Answers a CSV file as it is written. */
export function answerCsv(parts: AsyncIterable<string>): Response {
  return new Response(toStream(encoded(parts)), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
  });
}

async function* encoded(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}

/** Why there is no file. */
export function refuseFile(status: number, problem: string): Response {
  return Response.json({ problem }, { status, headers: { "Cache-Control": "no-store" } });
}
