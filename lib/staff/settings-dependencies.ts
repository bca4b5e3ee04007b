import type { Runtime } from "@/lib/runtime";
import type { RotateDependencies } from "@/lib/sites/end-credential";

/** What changes of settings need. */
export function settingsDependencies({ database, auditKeys, receiving, env }: Runtime): RotateDependencies {
  const { sites, tally, development } = receiving;
  return {
    database,
    keys: auditKeys,
    sites,
    flushUses: () => tally.flush(),
    policy: { development, acceptWeak: env.ANYTIME_ACCEPT_WEAK },
  };
}
