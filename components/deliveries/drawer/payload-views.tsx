"use client";

import { useTranslations } from "next-intl";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { CopyButton } from "@/components/controls/copy-button";
import type { PayloadLine } from "@/lib/webhooks/read/masked-body";
import type { PayloadView } from "@/lib/webhooks/read/read-payload";

const TAB =
  "cursor-pointer rounded-md px-2 py-0.5 text-table text-dim outline-none aria-selected:bg-hover aria-selected:font-[540] aria-selected:text-ink focus-visible:outline-2 focus-visible:outline-accent";

/** A payload by fields and as sent, with secrets masked in both, and a command that sends it again. */
export function PayloadViews({ payload }: { payload: PayloadView }) {
  const t = useTranslations("deliveries");
  return (
    <Tabs>
      <TabList aria-label={t("payload")} className="mb-2 flex gap-1">
        <Tab id="fields" className={TAB}>
          {t("body.fields")}
        </Tab>
        <Tab id="raw" className={TAB}>
          {t("body.raw")}
        </Tab>
      </TabList>
      <TabPanel id="fields" className="outline-none">
        <Fields lines={payload.lines} />
      </TabPanel>
      <TabPanel id="raw" className="outline-none">
        <p className="mb-2 text-label text-dim">{t("body.rawNote")}</p>
        <pre className="rounded-control border border-line bg-bg p-2.5 font-mono text-[12px]/[17px] [overflow-wrap:anywhere] whitespace-pre-wrap">
          {payload.raw}
        </pre>
      </TabPanel>
      <div className="mt-3">
        <CopyButton value={payload.curl} label={t("body.curl")} />
        <p className="mt-1.5 text-label text-dim">{t("body.curlNote")}</p>
      </div>
    </Tabs>
  );
}

/** Path and text, line by line. Text is data: shown escaped, never a link. */
function Fields({ lines }: { lines: readonly PayloadLine[] }) {
  const t = useTranslations("deliveries");
  return (
    <dl className="flex flex-col gap-1.5 font-mono text-[12px]/[17px]">
      {lines.map((line) => (
        <div key={line.path}>
          <dt className="text-faint [overflow-wrap:anywhere]">{line.path.replace(/^notification\./, "")}</dt>
          <dd
            className="[overflow-wrap:anywhere] whitespace-pre-wrap"
            title={line.masked ? t("masked") : undefined}
          >
            {line.text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
