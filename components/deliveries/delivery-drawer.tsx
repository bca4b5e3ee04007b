import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Drawer } from "@/components/ui/drawer";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { ShortId } from "@/components/ui/short-id";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/deliveries-store";
import type { PayloadLine } from "@/lib/webhooks/masked-body";
import { DecideButton } from "./decide-button";
import { DeliveryLegs, DeliveryOutcome } from "./verdict";

interface DeliveryDrawerProps {
  delivery: DeliveryRow;
  /** null where the bytes are no notification, or cannot be opened with the keys at hand. */
  payload: readonly PayloadLine[] | null;
  closeHref: string;
  mayDecide: boolean;
}

/** One delivery: what was judged of it, and its payload with secrets masked. */
export function DeliveryDrawer({ delivery, payload, closeHref, mayDecide }: DeliveryDrawerProps) {
  const t = useTranslations("deliveries");
  return (
    <Drawer title={delivery.eventName ?? t("notNotification")} closeHref={closeHref}>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <DeliveryOutcome row={delivery} />
        <DeliveryLegs row={delivery} />
      </div>
      {(delivery.error ?? delivery.verdictReason) !== null && (
        <Notice tone="bad" title={t("problem")} className="mt-3">
          {delivery.error ?? delivery.verdictReason}
        </Notice>
      )}
      <Decisions delivery={delivery} mayDecide={mayDecide} />
      <DeliveryFacts delivery={delivery} />
      <h3 className="mt-5 mb-1 text-table font-semibold">{t("payload")}</h3>
      {payload === null ? (
        <p className="text-table text-dim">{t("noPayload")}</p>
      ) : (
        <Payload lines={payload} />
      )}
    </Drawer>
  );
}

/** What was decided, or what can be. */
function Decisions({ delivery, mayDecide }: { delivery: DeliveryRow; mayDecide: boolean }) {
  const t = useTranslations("deliveries.decide");
  const { id, verdict, processing, decision, decidedAt } = delivery;
  const known = DECISIONS.find((name) => name === decision);
  if (known !== undefined) {
    return (
      <Notice className="mt-3" title={t(`${known}.done`)}>
        {delivery.decisionReason} {decidedAt !== null && <ExactTime iso={decidedAt.toISOString()} />}
      </Notice>
    );
  }
  if (!mayDecide || processing === "pending") return null;
  const waits = verdict !== "accepted" || processing === "parked";
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {verdict === "held" && <DecideButton decision="released" target={{ id }} primary />}
      {verdict === "quarantined" && (delivery.hashLeg === "match" || delivery.hashLeg === "public") && (
        <DecideButton decision="released" target={{ id }} />
      )}
      {verdict === "quarantined" && <DecideButton decision="judged_again" target={{ id }} primary />}
      {verdict === "accepted" && <DecideButton decision="replayed" target={{ id }} />}
      {waits && <DecideButton decision="discarded" target={{ id }} />}
    </div>
  );
}

const DECISIONS = ["released", "discarded", "replayed", "judged_again"] as const;

function DeliveryFacts({ delivery }: { delivery: DeliveryRow }) {
  const t = useTranslations("deliveries.facts");
  const locale = useLocale();
  const facts: [Parameters<typeof t>[0], React.ReactNode][] = [
    ["received", <ExactTime key="received" iso={delivery.receivedAt.toISOString()} as="stampZone" />],
    ["id", <ShortId key="id" value={delivery.id} />],
    [
      "reference",
      delivery.reference === null ? null : (
        <ShortId key="reference" value={delivery.reference} head={8} tail={0} />
      ),
    ],
    ["try", delivery.currentTry === null ? null : `${delivery.currentTry} / ${delivery.maxTries ?? 3}`],
    ["answer", delivery.answerStatus],
    ["encoding", delivery.encoding],
    ["rendering", delivery.hashRendering],
    ["age", delivery.ageSeconds === null ? null : `${delivery.ageSeconds.toLocaleString(locale)} s`],
    ["from", delivery.sourceAddress],
    [
      "replayOf",
      delivery.replayOfId === null ? null : (
        <Link
          key="replayOf"
          href={`/deliveries?open=${delivery.replayOfId}`}
          className="text-accent hover:underline"
        >
          …{delivery.replayOfId.slice(-8)}
        </Link>
      ),
    ],
    ["size", t("bytes", { count: delivery.bodySize })],
    [
      "processed",
      delivery.processedAt === null ? null : (
        <ExactTime key="processed" iso={delivery.processedAt.toISOString()} />
      ),
    ],
  ];
  const shown = facts.filter(([, value]) => value !== null);
  return (
    <Facts
      className="mt-3.5"
      facts={shown.map(([key, value]) => ({ key, label: t(key, { count: 0 }), value }))}
    />
  );
}

/** Path and text, line by line. Text is data: shown escaped, never a link. */
function Payload({ lines }: { lines: readonly PayloadLine[] }) {
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
