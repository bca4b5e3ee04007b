// Applies the migrations that the database lacks. For DATABASE_URL=embedded the server does it when it starts.
import { applyMigrations } from "@/lib/db/migrate";
import { loadDotEnv } from "./dot-env";
import { reportFault } from "./launch";

loadDotEnv();
const url = process.env.DATABASE_URL;

if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) {
  console.error(
    "Give DATABASE_URL the address of a Postgres. The embedded one is migrated when the server starts.",
  );
  process.exitCode = 2;
} else {
  const applied = await applyMigrations(url).catch(reportFault);
  for (const name of applied) console.log(`Applied ${name}`);
  if (applied.length === 0) console.log("Nothing to apply: the database has every migration.");
}
