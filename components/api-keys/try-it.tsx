import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/controls/copy-button";
import { Panel } from "@/components/ui/panel";
import type { ApiScope } from "@/lib/partner-api/keys/scopes";
import { SCOPES } from "./scopes";

const BODY = `{"external_reference": "customer-1", "name": "Camille Renard"}`;

/** An example request for each scope; the first needs no id from another request. */
const REQUESTS: Readonly<Record<ApiScope, { path: string; body?: string }>> = {
  "connect_sessions:write": { path: "connect-sessions", body: BODY },
  "connect_sessions:read": { path: "connect-sessions/$SESSION_ID" },
  "linked_users:read": { path: "linked-users?external_reference=customer-1" },
  "cards:read": { path: "cards?linked_user_id=$LINKED_USER_ID" },
  "cards:write": {
    path: "card-assignments",
    body: `{"assignments": [{"card_ref": "ANY1", "external_reference": "customer-1"}]}`,
  },
  "transactions:read": { path: "transactions?linked_user_id=$LINKED_USER_ID&period=30d" },
  "events:read": { path: "events?wait=30" },
  "tokens:read": { path: "linked-users/$LINKED_USER_ID/token" },
};

function writeCommand(appUrl: string, { path, body }: { path: string; body?: string }): string {
  return [
    `curl "${appUrl}/api/v1/${path}"`,
    '  --header "Authorization: Bearer $ANYTIME_CONNECT_API_KEY"',
    ...(body === undefined ? [] : ['  --header "Content-Type: application/json"', `  --data '${body}'`]),
  ].join(" \\\n");
}

/** Example requests, ready to copy, and where the rest is documented. */
export function TryIt({ appUrl }: { appUrl: string }) {
  const t = useTranslations("apiKeys");
  return (
    <Panel
      title={t("try.title")}
      actions={
        <a href="/api/v1/openapi.json" className="text-accent hover:underline">
          {t("try.openapi")}
        </a>
      }
    >
      <p className="max-w-[70ch] text-dim">{t("try.text")}</p>
      {SCOPES.map((scope) => {
        const command = writeCommand(appUrl, REQUESTS[scope]);
        return (
          <section key={scope} className="mt-4">
            <div className="mb-1.5 flex items-center justify-between gap-3">
              <h3 className="text-table font-medium">{t(`scopes.${scope}`)}</h3>
              <CopyButton value={command} name={t("try.copy", { what: t(`scopes.${scope}`) })} />
            </div>
            <pre className="rounded-control border border-line bg-bg p-3 font-mono text-[12px]/[18px] [overflow-wrap:anywhere] whitespace-pre-wrap">
              {command}
            </pre>
          </section>
        );
      })}
    </Panel>
  );
}
