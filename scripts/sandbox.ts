// The simulated bank's command line: `npm run sandbox -- COMMAND`.
import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { runSandbox } from "./sandbox/run";

if (existsSync(".env")) loadEnvFile(".env"); // the real partner's keys may be in it: serve looks
process.exitCode = await runSandbox(process.argv.slice(2));
