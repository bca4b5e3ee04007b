// The whole dashboard of DATA_DIR on its own port, for the bench of pages: says where it is and who may sign in.
import { prepareDevelopment } from "../../../scripts/start/development";
import { openEmbeddedDatabase } from "../../../scripts/start/launch";

Object.assign(process.env, { NODE_ENV: "production" });
const { email, password } = await prepareDevelopment();
const stopDatabase = await openEmbeddedDatabase();
const { startServer, stopOnSignals } = await import("../../../server");
const starting = startServer({ dev: false });
stopOnSignals(starting, stopDatabase);
const server = await starting;
if (await server.prepared) console.log(JSON.stringify({ url: server.url, email, password }));
