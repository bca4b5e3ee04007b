import NextAuth from "next-auth";
import { oidcSettings } from "@/lib/oidc-settings";
import { getRuntime } from "@/lib/runtime";
import { authOptions } from "@/lib/staff/auth-options";
import { refuseAuthRequest } from "@/lib/staff/auth-request";
import { refuseMany } from "@/lib/staff/oidc/begin-limit";

async function handle(request: Request, context: RouteContext<"/api/auth/[...nextauth]">): Promise<Response> {
  const action = (await context.params).nextauth.join("/");
  const withOidc = oidcSettings(getRuntime().env) !== null;
  const refusal = (await refuseAuthRequest(request, action, withOidc)) ?? (await refuseMany(request, action));
  if (refusal !== null) return refusal;
  const answer: unknown = await NextAuth(authOptions())(request, context);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no response");
}

export { handle as GET, handle as POST };
