import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache, type ReactNode } from "react";
import { readBrowser } from "@/components/connect/browser";
import { ConnectCard } from "@/components/connect/card";
import { EndedCard } from "@/components/connect/ended-card";
import { ConnectFlow } from "@/components/connect/flow/connect-flow";
import { LanguageLinks } from "@/components/connect/language-links";
import { ReconnectButton } from "@/components/connect/reconnect-button";
import { supportLine } from "@/components/connect/support-line";
import { clientScriptUrl } from "@/lib/anytime/client-js";
import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { DEFAULT_LOCALE, isLocale, type Locale, negotiateLocale } from "@/lib/i18n/locale";
import { type EndedPage, findConnectPage } from "@/lib/links/connecting/connect-page";
import { getRuntime } from "@/lib/runtime";
import { connectWords, helpWords } from "./connect-words";
import { shownWording } from "./shown-wording";

type Props = PageProps<"/connect/[session]">;

// Metadata and page read the same link.
const readPage = cache((secret: string) =>
  findConnectPage(END_USER_SCOPE, getRuntime().database.prisma, secret),
);

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const found = await readPage((await params).session);
  const metadata = { robots: { index: false, follow: false }, referrer: "strict-origin" } as const;
  if (!found.ok && found.reason === "unknown") return metadata;
  const facts = found.ok ? found.page : found;
  const site = facts.siteName;
  const locale = await chooseLanguage((await searchParams).lang, facts);
  const t = await getTranslations({ locale, namespace: "connect" });
  return { ...metadata, title: { absolute: t("title", { site }) } };
}

/** The end user's page of a connect link. It only shows: the attempt begins with the page's own POST. */
export default async function ConnectSessionPage({ params, searchParams }: Props) {
  const { session: secret } = await params;
  const found = await readPage(secret);
  if (!found.ok && found.reason === "unknown") notFound();
  const facts = found.ok ? found.page : found;
  const { siteName, supportContact, look } = facts;
  const language = await chooseLanguage((await searchParams).lang, facts);
  const t = await getTranslations({ locale: language, namespace: "connect" });
  const languages = <LanguageLinks current={language} label={t("languages")} />;
  if (!found.ok) return <EndedLink secret={secret} found={found} language={language} languages={languages} />;
  const browser = readBrowser((await headers()).get("user-agent") ?? "");
  const { partnerId, maskedName, alreadyConnected } = found.page;
  const subject = {
    site: siteName,
    name: maskedName,
    contact: supportContact,
    leadsBack: found.page.returnUrl !== null,
    browser: browser.family,
    own: look.words[language],
    states: found.page.states,
  };
  const strings = connectWords(t, subject);
  return (
    <ConnectCard
      language={language}
      siteName={siteName}
      accentColour={look.accentColour}
      logoUrl={look.logoUrl}
    >
      <ConnectFlow
        secret={secret}
        language={language}
        scriptUrl={clientScriptUrl(getRuntime().env.ANYTIME_CONNECT_ORIGIN, partnerId, language)}
        alreadyConnected={alreadyConnected}
        strings={strings}
        wording={Buffer.from(shownWording(language, strings, subject.states).digest).toString("hex")}
        inApp={browser.inApp}
        languages={languages}
        privacyUrl={look.privacyUrl}
        returnUrl={found.page.returnUrl}
      />
    </ConnectCard>
  );
}

interface EndedLinkProps {
  readonly secret: string;
  readonly found: EndedPage;
  readonly language: Locale;
  readonly languages: ReactNode;
}

/** An unusable link: why, and what to do. */
async function EndedLink({ secret, found, language, languages }: EndedLinkProps) {
  const { siteName, supportContact, supportCode, look } = found;
  const t = await getTranslations({ locale: language, namespace: "connect" });
  const reason = found.mayReconnect ? "revoked" : found.reason;
  return (
    <EndedCard
      language={language}
      siteName={siteName}
      accentColour={look.accentColour}
      logoUrl={look.logoUrl}
      title={t(`${reason}.title`)}
      text={t(`${reason}.text`, { site: siteName })}
      help={helpWords(t, supportContact)}
      languages={languages}
      support={supportCode === null ? null : supportLine(t("support"), supportCode)}
    >
      {found.mayReconnect && (
        <ReconnectButton
          secret={secret}
          language={language}
          text={t("revoked.action")}
          failed={t("revoked.failed", { site: siteName })}
        />
      )}
    </EndedCard>
  );
}

/** What the person switched to, or the link's language, or what the browser asks for. */
async function chooseLanguage(
  asked: string | string[] | undefined,
  link: { readonly language: string | null; readonly siteLanguage: string },
): Promise<Locale> {
  if (isLocale(asked)) return asked;
  if (isLocale(link.language)) return link.language;
  const otherwise = isLocale(link.siteLanguage) ? link.siteLanguage : DEFAULT_LOCALE;
  return negotiateLocale((await headers()).get("accept-language"), otherwise);
}
