import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import { buttonStyle } from "@/components/controls/button-style";

const SOON_MS = 1_000;

/** Says, after a moment, that what was opened has not come. Escape and a button take back that it was opened. */
export function LateNotice({ onGiveUp }: { onGiveUp: () => void }) {
  const t = useTranslations("common");
  const [place, setPlace] = useState<Element | null>(null);
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    // It closes nothing else: not the drawer that this was opened from.
    event.preventDefault();
    onGiveUp();
  });
  useEffect(() => {
    const before = document.activeElement;
    // Above everything, whatever it was opened from: a drawer on a phone is in the browser's top layer.
    const timer = setTimeout(
      () => setPlace(document.querySelector("dialog:modal") ?? document.body),
      SOON_MS,
    );
    document.addEventListener("keydown", hear, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", hear, true);
      // The button had the focus, and is gone.
      if (document.activeElement === document.body && before instanceof HTMLElement)
        before.focus({ preventScroll: true });
    };
  }, []);
  if (place === null) return null;
  return createPortal(
    <div
      role="alert"
      data-react-aria-top-layer="true"
      className="fixed inset-x-4 bottom-6 z-50 mx-auto flex w-fit items-center gap-3 rounded-control border border-line bg-panel px-3.5 py-2 text-table shadow-float"
    >
      {t("partLate")}
      <button type="button" onClick={onGiveUp} className={buttonStyle("secondary", "small")}>
        {t("cancel")}
      </button>
    </div>,
    place,
  );
}
