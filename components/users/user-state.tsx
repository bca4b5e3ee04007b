import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";
import type { Standing } from "@/lib/links/standing/standing";

const TONES: Readonly<Record<Standing, Tone>> = {
  active: "ok",
  connecting: "warn",
  invited: "quiet",
  unconfirmed: "warn",
  refused: "bad",
  sign_in_failed: "bad",
  closed: "hold",
  expired: "hold",
  revoked: "quiet",
};

/** Where a linked user stands: their state, or what went wrong last. */
export function UserState({ state }: { state: Standing }) {
  const t = useTranslations("users.state");
  return (
    <StatusPill tone={TONES[state]} title={t(`${state}Hint`)}>
      {t(state)}
    </StatusPill>
  );
}
