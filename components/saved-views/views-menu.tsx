"use client";

import { Bookmark, Check, ChevronDown, PenLine, Plus, RefreshCw, Share2, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { sayDone } from "@/components/controls/toasts";
import { chipStyle } from "@/components/filters/filter-chip";
import type { Query } from "@/components/filters/href";
import type { MenuAction } from "@/components/menu/entries";
import { Menu } from "@/components/menu/menu";
import { useRouter } from "@/components/navigation/use-router";
import type { SavedView } from "@/lib/views/views-store";
import { replaceView, shareView } from "./actions";
import { DeleteView } from "./delete-view";
import { NameView } from "./name-view";
import { useViewProblem } from "./use-view-problem";
import { hrefOfView, isAsKept } from "./view-href";

export interface ViewsMenuProps {
  list: "payments" | "people";
  path: string;
  views: readonly SavedView[];
  query: Query;
  /** What a view of this page would keep of its address. */
  kept: Readonly<Record<string, string>>;
  me: string | null;
  mayShare: boolean;
  /** May change the shared views of others. */
  mayManage: boolean;
}

type Asking = "save" | "rename" | "delete";

/** Views of a list that were kept under a name: opened here, and changed where one is open. */
export function ViewsMenu(props: ViewsMenuProps) {
  const { list, path, views, query, kept, me, mayShare, mayManage } = props;
  const t = useTranslations("savedViews");
  const router = useRouter();
  const [asking, setAsking] = useState<Asking | null>(null);
  const open = views.find(({ id }) => id === query.view) ?? null;
  const mayChange =
    open !== null && (open.shared ? mayManage || (open.byId === me && mayShare) : open.byId === me);
  const say = useViewProblem();
  const { replace, share, problem } = useChanges(open);
  const close = () => setAsking(null);
  const opening = views.map((view) => ({
    key: view.id,
    text: view.byId === me ? view.name : t("byOther", { name: view.name, by: view.by }),
    icon: view.id === open?.id ? <Check aria-hidden="true" /> : <Bookmark aria-hidden="true" />,
    onAction: () => router.push(hrefOfView(path, view)),
  }));
  const saving = {
    key: "save",
    text: t("save"),
    icon: <Plus aria-hidden="true" />,
    onAction: () => setAsking("save"),
  };
  const changing = (view: SavedView): MenuAction[] => [
    {
      key: "replace",
      text: t("replace", { name: view.name }),
      icon: <RefreshCw aria-hidden="true" />,
      onAction: () => replace({ id: view.id, list, query: kept }),
    },
    {
      key: "rename",
      text: t("rename", { name: view.name }),
      icon: <PenLine aria-hidden="true" />,
      onAction: () => setAsking("rename"),
    },
    ...(mayShare
      ? [
          {
            key: "share",
            text: t(view.shared ? "unshare" : "share", { name: view.name }),
            icon: <Share2 aria-hidden="true" />,
            onAction: () => share({ id: view.id, shared: !view.shared }),
          },
        ]
      : []),
    {
      key: "delete",
      text: t("delete", { name: view.name }),
      icon: <Trash2 aria-hidden="true" />,
      danger: true,
      onAction: () => setAsking("delete"),
    },
  ];
  return (
    <>
      <Menu
        placement="bottom start"
        triggerClassName={chipStyle(open !== null)}
        trigger={
          <>
            <Bookmark aria-hidden="true" className="size-3.5" />
            <span className="max-w-[180px] truncate">{open === null ? t("button") : open.name}</span>
            {open !== null && !isAsKept(open, kept) && <span>{t("changed")}</span>}
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </>
        }
        entries={[...opening, saving, ...(mayChange ? changing(open) : [])]}
      />
      <ActionProblem problem={problem} say={say} />
      {asking === "save" && <NameView {...{ list, path, kept, mayShare }} view={null} onClose={close} />}
      {asking === "rename" && open !== null && (
        <NameView {...{ list, path, kept, mayShare }} view={open} onClose={close} />
      )}
      {asking === "delete" && open !== null && <DeleteView view={open} path={path} onClose={close} />}
    </>
  );
}

/** What is changed without a question: it can be changed back. */
function useChanges(open: SavedView | null) {
  const t = useTranslations("savedViews");
  const name = open?.name ?? "";
  const replacing = useAction(replaceView, () => sayDone({ text: t("replaced", { name }) }));
  const sharing = useAction(shareView, () =>
    sayDone({ text: t(open?.shared === true ? "unshared" : "shared", { name }) }),
  );
  return { replace: replacing.run, share: sharing.run, problem: replacing.problem ?? sharing.problem };
}
