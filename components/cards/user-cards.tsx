import { useTranslations } from "next-intl";
import { Identifier } from "@/components/ui/identifier";
import { Panel } from "@/components/ui/panel";
import { StatusPill } from "@/components/ui/status-pill";
import { RelativeTime } from "@/components/ui/time";
import type { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { AssignHere } from "./assign-here";
import { UnassignButton } from "./unassign-button";

interface UserCardsProps {
  cards: Awaited<ReturnType<typeof listUserCards>>;
  mayAssign: boolean;
  user: { readonly id: string; readonly name: string };
}

/** The cards assigned to a user. */
export function UserCards({ cards, mayAssign, user }: UserCardsProps) {
  const t = useTranslations("cards");
  return (
    <Panel title={t("title")} actions={mayAssign && <AssignHere user={user} />}>
      {cards.length === 0 && <p className="text-dim">{t("none")}</p>}
      <ul className="flex flex-col gap-3 text-table">
        {cards.map((card) => (
          <li key={card.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Identifier value={card.cardRef} />
            <span className="text-label text-faint">
              {t.rich("account", { account: () => <Identifier value={card.accId} /> })}
            </span>
            <span className="text-label text-dim">
              {t("transactions", { count: card.transactions })}
              {card.lastAt !== null && (
                <>
                  {" · "}
                  <RelativeTime iso={card.lastAt.toISOString()} />
                </>
              )}
            </span>
            <CardFacts card={card} />
            {mayAssign && (
              <span className="ml-auto">
                <UnassignButton cardId={card.id} cardRef={card.cardRef} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const TYPES = ["PLASTIC", "VIRTUAL_SINGLE_USE", "VIRTUAL_MULTI_USE"] as const;
const STATES = ["ACT", "BLO", "CAN", "EXP", "LOS", "STO", "DAM", "PRE", "ORD"] as const;

/** What the bank's API says about a card; words that we do not know are shown as they are. */
function CardFacts({ card }: { card: UserCardsProps["cards"][number] }) {
  const t = useTranslations("cards.bank");
  const type = TYPES.find((known) => known === card.cardType);
  const state = STATES.find((known) => known === card.bankStatus);
  const said = [
    type === undefined ? card.cardType : t(`type.${type}`),
    card.holder,
    card.balance === null ? null : t("balance", { amount: card.balance }),
    card.ownerSource === "bank" ? t("source") : null,
  ].filter((text) => text !== null);
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-label text-dim">
      {card.bankStatus !== null && (
        <StatusPill tone={state === "ACT" ? "ok" : "quiet"}>
          {state === undefined ? card.bankStatus : t(`state.${state}`)}
        </StatusPill>
      )}
      {said.join(" · ")}
    </span>
  );
}
