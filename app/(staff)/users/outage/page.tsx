import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { firstValues } from "@/components/filters/href";
import { AffectedTable } from "@/components/outage/affected-table";
import { ChooseStretch } from "@/components/outage/choose-stretch";
import { WriteMessage } from "@/components/outage/write-message";
import { ChooseSite } from "@/components/sites/choose-site";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { isOfSeveral } from "@/lib/db/access/scope";
import { mailTranslator } from "@/lib/i18n/mail-translator";
import { getRuntime } from "@/lib/runtime";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { requireStaff } from "@/lib/staff/authorise";
import { countAffected, listAffected, listOutages, type Stretch } from "@/lib/user-mails/affected-store";
import { readStretch, writeMinute } from "@/lib/user-mails/outage-stretch";

const MOST_SHOWN = 100;
const MOST_OUTAGES = 10;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outage"))("title") };
}

export default async function OutagePage({ searchParams }: PageProps<"/users/outage">) {
  const { scope } = await requireStaff("users:read");
  if (isOfSeveral(scope)) {
    const t = await getTranslations("outage");
    return (
      <>
        <PageHeader title={t("title")} lead={t("lead")} />
        <ChooseSite />
      </>
    );
  }
  const { from, to } = firstValues(await searchParams);
  const read = readStretch(from, to);
  const [t, outages] = await Promise.all([
    getTranslations("outage"),
    listOutages(scope, getRuntime().database.prisma, MOST_OUTAGES),
  ]);
  const known = outages.map(({ id, cause, ...stretch }) => {
    const [start, end] = [writeMinute(stretch.from), writeMinute(stretch.to, true)];
    const times = { from: stretch.from.toISOString(), to: stretch.to.toISOString() };
    return { id, cause, ...times, href: `/users/outage?from=${start}&to=${end}` };
  });
  const problem = read.ok || read.problem === "missing" ? null : read.problem;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ChooseStretch from={from ?? ""} to={to ?? ""} problem={problem} outages={known} />
      {read.ok && (
        <Concerned
          {...{ scope, from: from ?? "", to: to ?? "" }}
          stretch={read.stretch}
          mayWrite={may(scope, "users:write")}
        />
      )}
    </>
  );
}

interface ConcernedProps {
  scope: Scope;
  from: string;
  to: string;
  stretch: Stretch;
  mayWrite: boolean;
}

async function Concerned({ scope, from, to, stretch, mayWrite }: ConcernedProps) {
  const { database, mailer } = getRuntime();
  const db = database.prisma;
  const [t, people, counts, site] = await Promise.all([
    getTranslations("outage"),
    listAffected(scope, db, stretch, MOST_SHOWN),
    countAffected(scope, db, stretch),
    findFirstSite(scope, db),
  ]);
  const wordsOf = (language: "en" | "fr") => {
    const mail = mailTranslator(language);
    return {
      subject: mail("user.outage.subject", { site: site?.name ?? "" }),
      text: mail("user.outage.text", { site: site?.name ?? "" }),
    };
  };
  const mayMail = mayWrite && counts.people > 0;
  return (
    <>
      <AffectedTable people={people} counts={counts} />
      {mayMail && mailer === null && <Notice className="mt-4">{t("message.problems.no_mail")}</Notice>}
      {mayMail && mailer !== null && (
        <WriteMessage
          {...{ from, to }}
          reachable={counts.reachable}
          name={people[0]?.name ?? ""}
          first={{ en: wordsOf("en"), fr: wordsOf("fr") }}
        />
      )}
    </>
  );
}
