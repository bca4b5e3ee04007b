import NextAuth from "next-auth";
import { authOptions } from "@/lib/staff/auth-options";

async function handle(request: Request, context: unknown): Promise<Response> {
  const answer: unknown = await NextAuth(authOptions())(request, context);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no response");
}

export { handle as GET, handle as POST };
