import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { buttonStyle } from "@/components/controls/button-style";

const SOON_MS = 1_000;

/** Says, after a moment, that what was opened has not come. Escape and a button take back that it was opened. */
export function LateNotice({ onGiveUp }: { onGiveUp: () => void }) {
  const t = useTranslations("common");
  const [isLate, setLate] = useState(false);
  const hear = useEffectEvent(({ key }: KeyboardEvent) => {
    if (key === "Escape") onGiveUp();
  });
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MS);
    document.addEventListener("keydown", hear);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", hear);
    };
  }, []);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-6 z-50 grid justify-items-center"
    >
      {isLate && (
        <div className="pointer-events-auto flex items-center gap-3 rounded-control border border-line bg-panel px-3.5 py-2 text-table shadow-float">
          {t("partLate")}
          <button type="button" onClick={onGiveUp} className={buttonStyle("secondary", "small")}>
            {t("cancel")}
          </button>
        </div>
      )}
    </div>
  );
}
