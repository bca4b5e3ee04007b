// Production: `npm run build`, then `npm start`.
import { access } from "node:fs/promises";
import { loadDotEnv } from "./start/dot-env";
import { openEmbeddedDatabase, reportFault } from "./start/launch";

Object.assign(process.env, { NODE_ENV: "production" });
loadDotEnv();
try {
  const stopDatabase = await openEmbeddedDatabase();
  await access(".next/BUILD_ID").catch(() => {
    throw new Error("There is no build yet: run npm run build first.");
  });
  const { startServer, stopOnSignals } = await import("../server");
  const starting = startServer({ dev: false });
  stopOnSignals(starting, stopDatabase);
  const server = await starting;
  if (await server.prepared) console.log(`Ready  ${server.url}`);
} catch (error) {
  reportFault(error);
}
