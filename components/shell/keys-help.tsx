"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { isTyping } from "@/components/filters/search-field";

const KEYS = [
  { name: "next", keys: ["j"] },
  { name: "previous", keys: ["k"] },
  { name: "open", keys: ["Enter"] },
  { name: "close", keys: ["Esc"] },
  { name: "search", keys: ["/"] },
  { name: "palette", keys: ["Ctrl", "K"] },
  { name: "help", keys: ["?"] },
] as const;

/** `?` shows the keys. */
export function KeysHelp() {
  const t = useTranslations("shell.keys");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog
      title={t("title")}
      isOpen={open}
      onOpenChange={setOpen}
      actions={<Button onPress={() => setOpen(false)}>{common("close")}</Button>}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.map(({ name, keys }) => (
          <div key={name} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="rounded-[5px] border border-b-2 border-line px-1.5 font-mono text-[12px]/5 font-medium"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-dim">{t(name)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
