"use client";

import { useTranslations } from "next-intl";
import type { ChangeEvent } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { buttonStyle } from "@/components/controls/button-style";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { saveConnectLogo } from "./actions";

interface LogoPanelProps {
  siteId: string;
  url: string | null;
  canWrite: boolean;
}

const WORDS = { not_a_logo: "logo.not_a_logo", not_found: "problems.failed" } as const;

/** The site's logo: shown, changed, removed. */
export function LogoPanel({ siteId, url, canWrite }: LogoPanelProps) {
  const t = useTranslations("connectPage");
  const { run, pending, value: said, problem } = useAction(saveConnectLogo);
  const save = (file: string | null) => run({ siteId, file });
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = "";
    if (file !== undefined) save(await toBase64(file));
  };
  return (
    <Panel title={t("logo.title")}>
      {url !== null && (
        // biome-ignore lint/performance/noImgElement: a small file of ours
        <img
          src={url}
          alt={t("logo.current")}
          className="mb-3 h-16 max-w-full rounded-control bg-white object-contain p-1"
        />
      )}
      <p className="text-table text-dim">{t("logo.text")}</p>
      {said !== null && (
        <Notice tone="ok" live className="mt-3">
          {t(`logo.${said}`)}
        </Notice>
      )}
      <ActionProblem problem={problem} say={(name) => t(WORDS[name])} className="mt-3" />
      {canWrite && (
        <div className="mt-3 flex flex-wrap gap-2">
          <label className={buttonStyle("secondary", "medium", "cursor-pointer has-focus-visible:outline-2")}>
            {t("logo.choose")}
            <input type="file" accept="image/png,image/webp" onChange={choose} className="sr-only" />
          </label>
          {url !== null && (
            <Button onPress={() => save(null)} isPending={pending}>
              {t("logo.remove")}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
