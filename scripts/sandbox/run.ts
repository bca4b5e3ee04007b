import { dispatch, EXIT, NoBankError, UsageError } from "./command";
import { replay, spend, trigger } from "./events";
import { listen } from "./listen";
import { api, clock, customers, fault, key } from "./machinery";
import { persona } from "./persona";
import { serve } from "./serve";

const COMMANDS = { serve, trigger, spend, customers, replay, fault, persona, clock, listen, api, key };

/** Runs one command of the simulated bank. @returns its exit code */
export async function runSandbox(args: readonly string[]): Promise<number> {
  try {
    return await dispatch("", COMMANDS, args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof UsageError) return EXIT.usage;
    return error instanceof NoBankError ? EXIT.noBank : EXIT.refused;
  }
}
