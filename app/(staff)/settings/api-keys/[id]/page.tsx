import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { KeyState } from "@/components/api-keys/api-keys-table";
import { KeyFacts } from "@/components/api-keys/key-facts";
import { RequestsTable } from "@/components/api-keys/requests-table";
import { firstValues, hrefWith } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { Link } from "@/components/navigation/link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { BEGINNING, listKey, readPlace, writePlace } from "@/lib/db/cursors/list-cursor";
import { stateOfKey } from "@/lib/partner-api/keys/api-key-state";
import { readApiKey } from "@/lib/partner-api/keys/api-keys-store";
import { listRequests } from "@/lib/partner-api/keys/requests-store";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const PAGE_SIZE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apiKeys"))("log.title") };
}

export default async function ApiKeyPage({ params, searchParams }: PageProps<"/settings/api-keys/[id]">) {
  const { scope } = await requireStaff("settings:read");
  const id = z.uuid().safeParse((await params).id);
  const db = getRuntime().database.prisma;
  const apiKey = id.success ? await readApiKey(scope, db, id.data) : null;
  if (apiKey === null) notFound();
  const query = firstValues(await searchParams);
  const onlyProblems = query.only === "problems";
  const here = `/settings/api-keys/${apiKey.id}`;
  const key = listKey("requests by age", [
    ["key", apiKey.id],
    ["problems", onlyProblems],
  ]);
  const read = readPlace(key, query.after);
  const { after } = read.kind === "place" ? read.place : BEGINNING;
  const [t, found] = await Promise.all([
    getTranslations("apiKeys"),
    listRequests(scope, db, { apiKeyId: apiKey.id, onlyProblems, after, limit: PAGE_SIZE }),
  ]);
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const more = found.length > PAGE_SIZE && last !== undefined;
  const next = more ? writePlace(key, { after: { at: last.at, id: last.id }, floor: null }) : null;
  return (
    <>
      <PageHeader
        title={apiKey.name}
        badges={<KeyState apiKey={{ ...apiKey, state: stateOfKey(apiKey, new Date()) }} />}
        lead={t("log.lead")}
      />
      <Panel className="mb-4">
        <KeyFacts apiKey={apiKey} />
      </Panel>
      <Panel
        flush
        title={t("log.title")}
        actions={
          <Link href={onlyProblems ? here : `${here}?only=problems`} className="text-accent hover:underline">
            {t(onlyProblems ? "log.all" : "log.problems")}
          </Link>
        }
      >
        {rows.length === 0 ? (
          <EmptyState icon={<ScrollText />} title={t(onlyProblems ? "log.emptyProblems" : "log.empty")} />
        ) : (
          <RequestsTable requests={rows} />
        )}
      </Panel>
      <Pagination
        newerHref={query.after === undefined ? null : hrefWith(here, query, { after: undefined })}
        olderHref={next === null ? null : hrefWith(here, query, { after: next })}
      />
    </>
  );
}
