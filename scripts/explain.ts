// `npm run explain`: how Postgres reads the list of transactions, for each filter, in the database of DATABASE_URL or
// the embedded one of DATA_DIR (see `npm run seed`). Fails where it does not use the index that is meant, and prints how
// long a page takes.
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { openDatabase } from "@/lib/db/connect/client";
import { listSiteIds } from "@/lib/sites/finding/site-store";
import { listCases } from "./explain/cases-store";
import { explainCase } from "./explain/explain-store";
import { reportFault } from "./start/launch";
import { openTarget } from "./support/seed-target";

try {
  await run();
} catch (error) {
  reportFault(error);
}

async function run(): Promise<void> {
  const { url, close } = await openTarget();
  const database = openDatabase(url, 3);
  try {
    const sites = await listSiteIds(SYSTEM_SCOPE, database.prisma);
    const scope = { ...SYSTEM_SCOPE, role: "owner", sites } as const;
    const names: string[] = [];
    for (const each of await listCases(scope, database.prisma)) {
      const { rows, median, totals, problem, searchedTo } = await explainCase(scope, database.prisma, each);
      const back = searchedTo === null ? "" : `searched back to ${searchedTo.toISOString().slice(0, 10)}`;
      console.log(
        `${each.name.padEnd(34)} ${String(rows).padStart(3)} rows ${median.toFixed(1).padStart(8)} ms, totals ${totals.took.toFixed(0).padStart(5)} ms${totals.isExact ? "" : " (not all)"}  ${problem ?? back}`,
      );
      if (problem !== null) names.push(each.name);
    }
    if (names.length > 0) {
      console.error(`\nNot read by the index that is meant: ${names.join(", ")}.`);
      process.exitCode = 1;
    }
  } finally {
    await database.close();
    await close();
  }
}
