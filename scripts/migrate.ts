// Applies missing migrations. With DATABASE_URL=embedded the server does it when it starts.
import { grantToApp } from "@/lib/db/migrate/app-role";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { migrateUrl } from "@/lib/env";
import { loadDotEnv } from "./start/dot-env";
import { reportFault } from "./start/launch";

loadDotEnv();
const { MIGRATE_DATABASE_URL, LISTEN_DATABASE_URL, DATABASE_URL } = process.env;
const url = migrateUrl({ MIGRATE_DATABASE_URL, LISTEN_DATABASE_URL, DATABASE_URL });

if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) {
  console.error(
    "Give DATABASE_URL the address of a Postgres. The embedded one is migrated when the server starts.",
  );
  process.exitCode = 2;
} else {
  try {
    const applied = await applyMigrations(url);
    if (MIGRATE_DATABASE_URL && DATABASE_URL) await grantToApp(MIGRATE_DATABASE_URL, DATABASE_URL);
    for (const name of applied) console.log(`Applied ${name}`);
    if (applied.length === 0) console.log("Nothing to apply: the database has every migration.");
  } catch (error) {
    reportFault(error);
  }
}
