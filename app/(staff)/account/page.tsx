import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { DetailsForm } from "@/components/account/details-form";
import { PasswordForm } from "@/components/account/password-form";
import { SessionsTable } from "@/components/account/sessions-table";
import { firstValues } from "@/components/filters/href";
import { OwnIdentity } from "@/components/oidc/own-identity";
import { Passkeys } from "@/components/passkeys/passkeys";
import { SecondFactor } from "@/components/second-factor/second-factor";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locale";
import { oidcSettings } from "@/lib/oidc-settings";
import { getRuntime } from "@/lib/runtime";
import { describeDevice } from "@/lib/staff/account/describe-device";
import { findOwnSecrets, listSessions } from "@/lib/staff/account/own-store";
import { requireStaff } from "@/lib/staff/authorise";
import { findIdentity } from "@/lib/staff/oidc/identities-store";
import { listPasskeys } from "@/lib/staff/passkeys/passkeys-store";
import { countFactors, countRecoveryCodes } from "@/lib/staff/second-factor/factors-store";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const { staffId, sessionId, name, email } = await requireStaff("account:own");
  const { database, env } = getRuntime();
  const db = database.prisma;
  const oidc = oidcSettings(env);
  const { identity: cameBack } = firstValues(await searchParams);
  const [t, passkeyWords, locale, factors, codes, sessions, passkeys, { passwordHash }, identity] =
    await Promise.all([
      getTranslations("account"),
      getTranslations("passkeys"),
      getLocale(),
      countFactors(db, staffId),
      countRecoveryCodes(db, staffId),
      listSessions(db, staffId),
      listPasskeys(db, staffId),
      findOwnSecrets(db, staffId),
      oidc === null ? null : findIdentity(db, staffId, oidc.issuer),
    ]);
  const hasPassword = passwordHash !== null;
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
          {hasPassword ? (
            <PasswordForm email={email} />
          ) : (
            <p className="text-table text-dim">
              {t("password.none", { name: oidc?.name ?? "OpenID Connect" })}
            </p>
          )}
        </Panel>
        <Panel title={passkeyWords("title")} flush className="min-[1100px]:col-span-2">
          <Passkeys
            passkeys={passkeys.map(({ id, name: called, createdAt, lastUsedAt, backedUp }) => ({
              ...{ id, name: called, synced: backedUp },
              addedAt: createdAt.toISOString(),
              usedAt: lastUsedAt?.toISOString() ?? null,
            }))}
            hasApp={factors.app}
            hasPassword={hasPassword}
            suggestedName={suggestedName}
          />
        </Panel>
        <Panel title={t("factor.title")} className="min-[1100px]:col-span-2">
          <SecondFactor factors={factors} codesLeft={codes} hasPassword={hasPassword} />
        </Panel>
        {oidc !== null && (
          <Panel title={t("identity.title", { name: oidc.name })} className="min-[1100px]:col-span-2">
            <OwnIdentity
              name={oidc.name}
              email={email}
              linkedAt={identity?.linkedAt.toISOString() ?? null}
              hasPassword={hasPassword}
              cameBack={cameBack}
            />
          </Panel>
        )}
        <Panel title={t("sessions.title")} flush className="min-[1100px]:col-span-2">
          <SessionsTable sessions={shown} />
        </Panel>
      </div>
    </>
  );
}
