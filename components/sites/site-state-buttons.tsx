"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { NEXT_STATES, type SiteState } from "@/lib/sites/life/site-state";
import { changeOneSite } from "./actions";

interface SiteStateButtonsProps {
  id: string;
  name: string;
  state: SiteState;
}

/** Ends a site, closes its callback, or opens it again: each asks first, and says what it does. */
export function SiteStateButtons({ id, name, state }: SiteStateButtonsProps) {
  const t = useTranslations("sites");
  const [to, setTo] = useState<SiteState | null>(null);
  return (
    <span className="flex flex-wrap gap-1.5">
      {NEXT_STATES[state].map((next) => (
        <Button key={next} size="small" onPress={() => setTo(next)}>
          {t(`change.${next}.button`)}
        </Button>
      ))}
      {to !== null && (
        <ConfirmDialog
          title={t(`change.${to}.title`, { name })}
          text={t(`change.${to}.text`, { name })}
          submit={t(`change.${to}.button`)}
          danger={to !== "open"}
          action={changeOneSite}
          input={() => ({ siteId: id, from: state, to })}
          say={(problem) => t(`problems.${problem}`)}
          onClose={() => setTo(null)}
        />
      )}
    </span>
  );
}
