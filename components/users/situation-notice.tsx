import { useTranslations } from "next-intl";
import { AssignHere } from "@/components/cards/assign-here";
import { Link } from "@/components/navigation/link";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { Situation } from "@/lib/links/timeline/situation";
import { CopyLinkButton, NewLinkButton } from "./connect-links";

const TONES: Readonly<Record<Situation["key"], Tone>> = {
  paying: "ok",
  quiet: "warn",
  without_payments: "warn",
  without_card: "hold",
  unconfirmed_again: "warn",
  connecting: "quiet",
  invited: "quiet",
  without_link: "warn",
  unconfirmed: "warn",
  refused: "bad",
  sign_in_failed: "bad",
  closed: "hold",
  expired: "hold",
  revoked: "warn",
};

interface SituationNoticeProps {
  situation: Situation;
  user: { readonly id: string; readonly name: string };
  /** The newest link that works. */
  workingLink: string | null;
  /** Where the reasons are shown. */
  whyHref: string;
  mayWrite: boolean;
  mayAssign: boolean;
}

/** What is the matter with a user, and the next step. */
export function SituationNotice(props: SituationNoticeProps) {
  const { situation, user, workingLink, whyHref, mayWrite, mayAssign } = props;
  const t = useTranslations("users.situation");
  const { key, at, link, next } = situation;
  const time = () => (at === null ? null : <ExactTime iso={at.toISOString()} as="stampShort" />);
  const step =
    next === "new_link" && mayWrite ? (
      <NewLinkButton userId={user.id} />
    ) : next === "copy_link" && mayWrite && workingLink !== null ? (
      <CopyLinkButton sessionId={workingLink} />
    ) : next === "assign_card" && mayAssign ? (
      <AssignHere user={user} primary />
    ) : next === "why" ? (
      <Link href={whyHref} scroll={false} className="font-medium underline">
        {t("why")}
      </Link>
    ) : undefined;
  return (
    <Notice
      tone={TONES[key]}
      title={t.rich(key, { time })}
      className="mb-4"
      {...(step === undefined ? {} : { action: step })}
    >
      {link !== null && t(`link.${link}`)}
    </Notice>
  );
}
