import { prepareDevelopment } from "../start/development";
import { loadDotEnv } from "../start/dot-env";
import { openEmbeddedDatabase } from "../start/launch";
import { embeddedUrl } from "./database-url";

/** The database of DATABASE_URL; else the embedded one of DATA_DIR, which a server may be using. */
export async function openTarget(): Promise<{ url: string; close: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "" && given !== "embedded") {
    loadDotEnv();
    return { url: given, close: async () => undefined };
  }
  const { dataDir } = await prepareDevelopment();
  const running = await embeddedUrl(dataDir);
  if (running.ok) return { url: running.url, close: async () => undefined };
  const close = await openEmbeddedDatabase();
  return { url: process.env.DATABASE_URL ?? "", close };
}
