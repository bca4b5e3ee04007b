// Our own build behind plain Next: the webhook's route, without the door of server.ts.
import { createServer } from "node:http";
import next from "next";
import { makeBenchSite } from "./make-site";

// Behind plain Next nobody vouches for the address, so it cannot be checked.
await makeBenchSite(["*"]);
const port = Number(process.env.PORT);
const app = next({ dev: false, dir: process.cwd(), port, hostname: "127.0.0.1" });
await app.prepare();
const handle = app.getRequestHandler();
createServer((request, response) => void handle(request, response)).listen(port, "127.0.0.1", () =>
  console.log("Ready"),
);
