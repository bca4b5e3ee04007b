import { z } from "zod";
import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { getRuntime } from "@/lib/runtime";
import { findLogo } from "@/lib/sites/connect-page/settings-store";

/** A site's logo: served only as an image, whatever its bytes are. Its URL changes with it. */
export async function GET(_request: Request, { params }: RouteContext<"/api/connect/logo/[site]">) {
  const id = z.uuid().safeParse((await params).site);
  const found = id.success ? await findLogo(END_USER_SCOPE, getRuntime().database.prisma, id.data) : null;
  if (found?.logo == null || found.logoType === null) return new Response(null, { status: 404 });
  return new Response(found.logo, {
    headers: {
      "Content-Type": found.logoType,
      "Cache-Control": "public, max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
    },
  });
}
