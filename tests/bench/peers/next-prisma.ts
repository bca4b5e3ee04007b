// Next and Prisma, as most would write it: see next-prisma/, which bench.ts builds.
import { createServer } from "node:http";
import next from "next";
import pg from "pg";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(
  "CREATE TABLE IF NOT EXISTS hooks (id serial PRIMARY KEY, received_at timestamptz(3) NOT NULL DEFAULT now(), body text NOT NULL)",
);
await client.end();
process.chdir(process.env.PEER_DIR ?? "");
const port = Number(process.env.PORT);
const app = next({ dev: false, dir: process.cwd(), port, hostname: "127.0.0.1" });
await app.prepare();
const handle = app.getRequestHandler();
createServer((request, response) => void handle(request, response)).listen(port, "127.0.0.1", () =>
  console.log("Ready"),
);
