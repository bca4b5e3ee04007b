import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";
import type { LinkedUserState } from "@/lib/links/users/users-store";

const TONES: Readonly<Record<LinkedUserState, Tone>> = {
  active: "ok",
  connecting: "warn",
  invited: "quiet",
  revoked: "quiet",
};

/** The state of a linked user. */
export function UserState({ state }: { state: LinkedUserState }) {
  const t = useTranslations("users.state");
  return (
    <StatusPill tone={TONES[state]} title={t(`${state}Hint`)}>
      {t(state)}
    </StatusPill>
  );
}
