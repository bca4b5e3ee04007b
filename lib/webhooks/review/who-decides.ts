import { type Holder, may } from "@/lib/db/access/permissions";
import { DECISIONS, type Decision } from "./decisions";

/** The decisions that somebody may take: letting a delivery take effect is a permission of its own. */
export function decisionsOf(holder: Holder): readonly Decision[] {
  return DECISIONS.filter((each) =>
    may(holder, each === "released" ? "deliveries:release" : "deliveries:decide"),
  );
}
