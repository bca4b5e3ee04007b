import { useTranslations } from "next-intl";
import { Identifier } from "@/components/ui/identifier";
import { Panel } from "@/components/ui/panel";
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
