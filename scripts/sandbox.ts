// The simulated bank's command line: `npm run sandbox -- COMMAND`.
import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { dispatch, EXIT, NoBankError, UsageError } from "./sandbox/command";
import { replay, spend, trigger } from "./sandbox/events";
import { listen } from "./sandbox/listen";
import { api, clock, customers, fault, key } from "./sandbox/machinery";
import { persona } from "./sandbox/persona";
import { serve } from "./sandbox/serve";

if (existsSync(".env")) loadEnvFile(".env"); // the real partner's keys may be in it: see refuseRealBank
const COMMANDS = { serve, trigger, spend, customers, replay, fault, persona, clock, listen, api, key };

try {
  process.exitCode = await dispatch("", COMMANDS, process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) process.exitCode = EXIT.usage;
  else process.exitCode = error instanceof NoBankError ? EXIT.noBank : EXIT.refused;
}
