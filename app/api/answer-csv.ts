/** Answers a CSV file as it is written; a reader who leaves ends the writing. */
export function answerCsv(parts: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const part = await parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    cancel: async () => void (await parts.return(undefined)),
  });
  return new Response(stream, {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
  });
}

/** Why there is no file. */
export function refuseFile(status: number, problem: string): Response {
  return Response.json({ problem }, { status, headers: { "Cache-Control": "no-store" } });
}
