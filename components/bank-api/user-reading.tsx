import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { UserReading as Reading } from "@/lib/bank-api/readings-store";

interface UserReadingProps {
  reading: Reading;
  maySettings: boolean;
}

/** What stands in the way of reading a linked user's cards through the bank's API; nothing if nothing does. The head of the page offers a new link. */
export function UserReading({ reading, maySettings }: UserReadingProps) {
  const t = useTranslations("bankApi.user");
  const found = obstacleOf(reading);
  if (found === null) return null;
  const at = reading.refusedWhy === null ? reading.outcomeAt : reading.refusedAt;
  const step =
    NEEDS_SETTINGS.has(found) && maySettings ? (
      <Link href="/settings/bank" className="font-medium underline">
        {t("settings")}
      </Link>
    ) : undefined;
  return (
    <Notice
      tone={found === "off" || found === "untold" ? "quiet" : "warn"}
      className="mb-4"
      title={t.rich(`${found}.title`, {
        time: () => (at === null ? null : <ExactTime iso={at.toISOString()} as="stampShort" />),
      })}
      {...(step === undefined ? {} : { action: step })}
    >
      {t(`${found}.text`)}
    </Notice>
  );
}

type Obstacle =
  | "found_revoked"
  | "found_expired"
  | "off"
  | "untold"
  | "scope"
  | "our_key"
  | "our_address"
  | "unreachable"
  | "malformed";
const OUTCOMES = ["scope", "our_key", "our_address", "unreachable", "malformed"] as const;
const NEEDS_SETTINGS: ReadonlySet<Obstacle> = new Set(["off", "our_key", "our_address"]);

function obstacleOf({ state, on, told, outcome, refusedWhy }: Reading): Obstacle | null {
  if (refusedWhy !== null) return `found_${refusedWhy}`;
  if (state !== "active") return null;
  if (!on) return "off";
  if (!told) return "untold";
  return OUTCOMES.find((name) => name === outcome) ?? null;
}
