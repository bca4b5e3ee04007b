import NextAuth from "next-auth";
import { authOptions } from "@/lib/staff/auth-options";
import { refuseAuthRequest } from "@/lib/staff/auth-request";

async function handle(request: Request, context: RouteContext<"/api/auth/[...nextauth]">): Promise<Response> {
  const refusal = await refuseAuthRequest(request, (await context.params).nextauth.join("/"));
  if (refusal !== null) return refusal;
  const answer: unknown = await NextAuth(authOptions())(request, context);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no response");
}

export { handle as GET, handle as POST };
