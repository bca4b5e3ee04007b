import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { DetailsForm } from "@/components/account/details-form";
import { PasswordForm } from "@/components/account/password-form";
import { SessionsTable } from "@/components/account/sessions-table";
import { Passkeys } from "@/components/passkeys/passkeys";
import { SecondFactor } from "@/components/second-factor/second-factor";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { getRuntime } from "@/lib/runtime";
import { describeDevice } from "@/lib/staff/account/describe-device";
import { listSessions } from "@/lib/staff/account/own-store";
import { requireStaff } from "@/lib/staff/authorise";
import { listPasskeys } from "@/lib/staff/passkeys/passkeys-store";
import { countFactors, countRecoveryCodes } from "@/lib/staff/second-factor/factors-store";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage() {
  const { staffId, sessionId, name, email } = await requireStaff("account:own");
  const db = getRuntime().database.prisma;
  const [t, passkeyWords, locale, factors, codes, sessions, passkeys] = await Promise.all([
    getTranslations("account"),
    getTranslations("passkeys"),
    getLocale(),
    countFactors(db, staffId),
    countRecoveryCodes(db, staffId),
    listSessions(db, staffId),
    listPasskeys(db, staffId),
  ]);
  const shown = sessions.map(({ id, address, userAgent, createdAt, lastUsedAt }) => ({
    ...describeDevice(userAgent),
    id,
    address,
    createdAt: createdAt.toISOString(),
    usedAt: (lastUsedAt ?? createdAt).toISOString(),
    isThis: id === sessionId,
  }));
  const here = shown.find(({ isThis }) => isThis);
  const suggestedName = [here?.browser, here?.system].filter((part) => part != null).join(", ");
  return (
    <>
      <PageHeader title={t("title")} lead={email} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-2">
        <Panel title={t("details.title")}>
          <DetailsForm name={name} language={isLocale(locale) ? locale : DEFAULT_LOCALE} />
        </Panel>
        <Panel title={t("password.title")}>
          <PasswordForm email={email} />
        </Panel>
        <Panel title={passkeyWords("title")} flush className="min-[1100px]:col-span-2">
          <Passkeys
            passkeys={passkeys.map(({ id, name: called, createdAt, lastUsedAt, backedUp }) => ({
              ...{ id, name: called, synced: backedUp },
              addedAt: createdAt.toISOString(),
              usedAt: lastUsedAt?.toISOString() ?? null,
            }))}
            hasApp={factors.app}
            suggestedName={suggestedName}
          />
        </Panel>
        <Panel title={t("factor.title")} className="min-[1100px]:col-span-2">
          <SecondFactor factors={factors} codesLeft={codes} />
        </Panel>
        <Panel title={t("sessions.title")} flush className="min-[1100px]:col-span-2">
          <SessionsTable sessions={shown} />
        </Panel>
      </div>
    </>
  );
}
