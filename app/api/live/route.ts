import { connection } from "next/server";
import { may } from "@/lib/db/access/permissions";
import { openLiveStream } from "@/lib/live/stream";
import { getRuntime } from "@/lib/runtime";
import { currentStaff, type StaffContext, staffOfSession } from "@/lib/staff/authorise";

/** What changed, as it happens: resumes from `Last-Event-ID`, or from `?after=` on a page's first connection. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const staff = await currentStaff();
  if (staff === null) {
    return Response.json({ error: { code: "signed_out", message: "Sign in first." } }, { status: 401 });
  }
  if (!may(staff.scope, "overview:read")) {
    return Response.json(
      { error: { code: "not_permitted", message: "Your role may not." } },
      { status: 403 },
    );
  }
  const after = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  const stream = openLiveStream({
    hub: getRuntime().hub,
    scope: staff.scope,
    after: after !== null && /^\d{1,18}$/.test(after) ? BigInt(after) : null,
    stillAllowed: async () => {
      const now = await staffOfSession(staff.sessionId, staff.chosenSite);
      return now !== null && (seesTheSame(now, staff) || "changed");
    },
    signal: request.signal,
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
      Connection: "keep-alive",
    },
  });
}

function seesTheSame(now: StaffContext, before: StaffContext): boolean {
  return JSON.stringify(now.scope) === JSON.stringify(before.scope);
}
