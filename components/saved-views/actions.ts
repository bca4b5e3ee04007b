"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { paymentView } from "@/lib/cards/listing/payment-view";
import { userView } from "@/lib/links/listing/user-filters";
import { type ActionContext, staffAction } from "@/lib/staff/staff-action";
import { LISTS, type ListName } from "@/lib/views/lists";
import { changeView, removeView, saveView } from "@/lib/views/views";

const KEEPS: Readonly<Record<ListName, (query: Record<string, string>) => Record<string, string>>> = {
  payments: paymentView,
  people: userView,
};
const name = z.string().trim().min(1).max(60);
const query = z.record(z.string(), z.string());
const list = z.enum(LISTS);
const id = z.uuid();

/** Keeps what is shown for whoever asks. @returns the id of the view */
export const saveOwnView = staffAction({
  permission: "overview:read",
  input: z.object({ list, name, query }),
  run: (context, view) => save(context, { ...view, shared: false }),
});

/** Keeps what is shown for everybody. @returns the id of the view */
export const saveSharedView = staffAction({
  permission: "views:share",
  input: z.object({ list, name, query }),
  run: (context, view) => save(context, { ...view, shared: true }),
});

/** Gives a view another name. */
export const renameView = staffAction({
  permission: "overview:read",
  input: z.object({ id, name }),
  run: (context, given) => change(context, given.id, { name: given.name }),
});

/** Lets a view show what is shown now. */
export const replaceView = staffAction({
  permission: "overview:read",
  input: z.object({ id, list, query }),
  run: (context, given) => change(context, given.id, { query: textOf(given) }),
});

/** Lets everybody see a view, or only whoever saved it. */
export const shareView = staffAction({
  permission: "views:share",
  input: z.object({ id, shared: z.boolean() }),
  run: (context, given) => change(context, given.id, { shared: given.shared }),
});

/** Removes a view. */
export const deleteOneView = staffAction({
  permission: "overview:read",
  input: z.object({ id }),
  run: async ({ scope, runtime: { database, auditKeys: keys } }, given) => {
    const result = await removeView(scope, { database, keys }, given.id);
    refresh();
    return result;
  },
});

async function save(
  { scope, runtime }: ActionContext,
  view: {
    readonly list: ListName;
    readonly name: string;
    readonly query: Record<string, string>;
    readonly shared: boolean;
  },
) {
  const deps = { database: runtime.database, keys: runtime.auditKeys };
  return saveView(scope, deps, { ...view, query: textOf(view) });
}

async function change(
  { scope, runtime }: ActionContext,
  viewId: string,
  changed: Parameters<typeof changeView>[3],
) {
  const deps = { database: runtime.database, keys: runtime.auditKeys };
  const result = await changeView(scope, deps, viewId, changed);
  refresh();
  return result;
}

function textOf(view: { readonly list: ListName; readonly query: Record<string, string> }): string {
  return new URLSearchParams(KEEPS[view.list](view.query)).toString();
}
