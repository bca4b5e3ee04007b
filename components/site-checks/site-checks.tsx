"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { checkSiteScript, testSiteCallback } from "./actions";
import { SeenEvent } from "./seen-event";
import { SendElsewhere } from "./send-elsewhere";

/** Checks of a site, made at the moment they are asked for: the bank's script, and the callback. */
export function SiteChecks({ siteId }: { siteId: string }) {
  const t = useTranslations("sites.checks");
  return (
    <Panel title={t("title")}>
      <ScriptCheck siteId={siteId} />
      <div className="mt-5 border-t border-line pt-5">
        <CallbackTest siteId={siteId} />
      </div>
    </Panel>
  );
}

function ScriptCheck({ siteId }: { siteId: string }) {
  const t = useTranslations("sites.checks");
  const { run, pending, value, problem } = useAction(checkSiteScript);
  return (
    <>
      <h3 className="font-medium">{t("script.title")}</h3>
      <p className="mt-1 mb-3 text-dim">{t("script.text")}</p>
      <Button size="small" onPress={() => run({ siteId })} isPending={pending}>
        {t("script.button")}
      </Button>
      <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-3" />
      <div role="status">
        <ul className="mt-3 flex flex-col gap-1.5 empty:hidden">
          {(value ?? []).map(({ language, check }) => (
            <li key={language} className="flex flex-wrap items-center gap-x-2.5 text-table">
              <span className="w-16">{language === "en" ? "English" : "Français"}</span>
              <StatusPill tone={check.loaded ? "ok" : "bad"}>
                {check.loaded
                  ? t("script.loaded")
                  : t(`script.${check.problem}`, { status: check.problem === "status" ? check.status : 0 })}
              </StatusPill>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function CallbackTest({ siteId }: { siteId: string }) {
  const t = useTranslations("sites.checks");
  const { run, pending, value, problem } = useAction(testSiteCallback);
  return (
    <>
      <h3 className="font-medium">{t("callback.title")}</h3>
      <p className="mt-1 mb-3 text-dim">{t("callback.text")}</p>
      <span className="flex flex-wrap gap-2">
        <Button size="small" onPress={() => run({ siteId, elsewhere: false })} isPending={pending}>
          {t("callback.button")}
        </Button>
        <Button size="small" onPress={() => run({ siteId, elsewhere: true })} isDisabled={pending}>
          {t("callback.elsewhere")}
        </Button>
      </span>
      <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} className="mt-3" />
      {value?.arrived === true && <SeenEvent seen={value.seen} />}
      {value?.arrived === false && <SendElsewhere key={value.id} test={value} />}
    </>
  );
}
