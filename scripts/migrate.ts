// Applies missing migrations. With DATABASE_URL=embedded the server does it when it starts.
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { loadDotEnv } from "./dot-env";
import { reportFault } from "./launch";

loadDotEnv();
const { LISTEN_DATABASE_URL, DATABASE_URL } = process.env;
const url = LISTEN_DATABASE_URL || DATABASE_URL;

if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) {
  console.error(
    "Give DATABASE_URL the address of a Postgres. The embedded one is migrated when the server starts.",
  );
  process.exitCode = 2;
} else {
  try {
    const applied = await applyMigrations(url);
    for (const name of applied) console.log(`Applied ${name}`);
    if (applied.length === 0) console.log("Nothing to apply: the database has every migration.");
  } catch (error) {
    reportFault(error);
  }
}
