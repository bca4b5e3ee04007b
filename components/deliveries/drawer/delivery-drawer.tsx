import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/controls/copy-button";
import { Drawer } from "@/components/controls/drawer";
import { Notice } from "@/components/ui/notice";
import type { DeliveryView } from "@/lib/webhooks/read/delivery-detail";
import type { Decision } from "@/lib/webhooks/review/decisions";
import { useReason } from "../use-reason";
import { DeliveryOutcome } from "../verdict";
import { ChangedRows } from "./changed-rows";
import { Decisions } from "./decisions";
import { DeliveryFacts } from "./delivery-facts";
import { DryRunButton } from "./dry-run-button";
import { Headers } from "./headers";
import { PayloadNotes } from "./payload-notes";
import { PayloadViews } from "./payload-views";
import { Siblings } from "./siblings";
import { Verification } from "./verification";

interface DeliveryDrawerProps {
  view: DeliveryView;
  closeHref: string;
  /** The absolute URL of this drawer, to copy. */
  link: string;
  mayDecide: boolean;
  /** What the reader may decide about it. */
  decisions: readonly Decision[];
}

/** One delivery: its checks and the reasons, what it changed, and its payload with secrets masked. */
export function DeliveryDrawer({ view, closeHref, link, mayDecide, decisions }: DeliveryDrawerProps) {
  const t = useTranslations("deliveries");
  const reason = useReason();
  const { delivery, payload } = view;
  const problem = delivery.error ?? delivery.verdictReason;
  return (
    <Drawer
      title={delivery.eventName ?? t("notNotification")}
      closeHref={closeHref}
      tools={<CopyButton value={link} name={t("copyLink")} />}
    >
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <DeliveryOutcome row={delivery} />
      </div>
      {problem !== null && (
        <Notice tone={delivery.verdict === "held" ? "hold" : "bad"} title={t("problem")} className="mt-3">
          {reason(problem)}
        </Notice>
      )}
      <Decisions delivery={delivery} allowed={decisions} />
      <DeliveryFacts delivery={delivery} />
      <Section title={t("verify.title")}>
        <Verification steps={view.steps} />
      </Section>
      <Section title={t("changed.title")}>
        <ChangedRows rows={view.changed} />
        {mayDecide && payload !== null && <DryRunButton id={delivery.id} />}
      </Section>
      <Section title={t("siblings.title")}>
        <Siblings siblings={view.siblings} />
      </Section>
      {!view.isClosed && (
        <Section title={t("headers.title")}>
          <Headers delivery={delivery} />
        </Section>
      )}
      <Section title={t("payload")}>
        {payload === null ? (
          <p className="text-table text-dim">{t(view.isClosed ? "closedPayload" : "noPayload")}</p>
        ) : (
          <>
            <PayloadNotes notes={payload.notes} />
            <PayloadViews payload={payload} />
          </>
        )}
      </Section>
    </Drawer>
  );
}

/** A part of a drawer under its heading. */
function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-5">
      <h3 className="mb-2 text-table font-semibold">{title}</h3>
      {children}
    </section>
  );
}
