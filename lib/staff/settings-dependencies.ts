import type { Runtime } from "@/lib/runtime";
import type { RotateDependencies } from "@/lib/sites/credentials/end-credential";

/** What changes of settings need. */
export function settingsDependencies({ database, auditKeys, receiving, env }: Runtime): RotateDependencies {
  const { sites, deliveryMetrics, development } = receiving;
  return {
    database,
    keys: auditKeys,
    sites,
    flushUses: () => deliveryMetrics.flush(),
    policy: { development, acceptWeak: env.ANYTIME_ACCEPT_WEAK },
  };
}
