"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Select } from "@/components/fields/select";
import { TextField } from "@/components/fields/text-field";
import { useRouter } from "@/components/navigation/use-router";
import { FreshFactor } from "@/components/second-factor/fresh-factor";
import { makeApiKey, makeTokenKey } from "./actions";
import { NewKey } from "./new-key";
import { ScopeChoice } from "./scope-choice";
import { PRESET } from "./scopes";

/** After how many days a key expires. */
const DAYS = ["30", "90", "365", "never"] as const;
type Days = (typeof DAYS)[number];

/** Asks for a name, scopes and limits, creates a key, and shows it this one time. */
export function NewKeyDialog({ siteId, mayTokens }: { siteId: string; mayTokens: boolean }) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(PRESET);
  const [days, setDays] = useState<Days>("90");
  const [addresses, setAddresses] = useState("");
  const [key, setKey] = useState<string | null>(null);
  const reads = scopes.includes("tokens:read");
  const { run, pending, problem, forget } = useAction(reads ? makeTokenKey : makeApiKey, setKey);
  const isStale = problem === "second_factor_stale";
  // What one already bound to addresses expires, too.
  const isUnbound = reads && (days === "never" || addresses.trim() === "");
  const change = (next: boolean) => {
    setOpen(next);
    if (next) return;
    if (key !== null) router.refresh();
    setName("");
    setScopes(PRESET);
    setDays("90");
    setAddresses("");
    setKey(null);
    forget();
  };
  const type = (text: string) => {
    setName(text);
    forget();
  };
  const bind = (text: string) => {
    setAddresses(text);
    forget();
  };
  const make = () => run({ siteId, name, scopes, addresses, days: days === "never" ? null : Number(days) });
  return (
    <>
      <Button variant="primary" onPress={() => change(true)}>
        <Plus aria-hidden="true" />
        {t("make")}
      </Button>
      <Dialog
        title={t("new.title")}
        isOpen={open}
        onOpenChange={change}
        alert={key !== null}
        actions={
          <>
            <Button onPress={() => change(false)}>{common(key === null ? "cancel" : "close")}</Button>
            {key === null && !isStale && (
              <Button
                variant="primary"
                onPress={make}
                isPending={pending}
                isDisabled={name.trim() === "" || scopes.length === 0 || isUnbound}
              >
                {t("new.make")}
              </Button>
            )}
          </>
        }
      >
        {isStale ? (
          <FreshFactor onGiven={make} />
        ) : key === null ? (
          <div className="flex flex-col gap-4">
            <TextField
              label={t("new.name")}
              hint={t("new.nameHint")}
              value={name}
              onChange={type}
              maxLength={100}
              autoFocus
            />
            <ScopeChoice chosen={scopes} mayTokens={mayTokens} onChange={setScopes} />
            <Select
              label={t("new.expires")}
              value={days}
              onChange={({ target }) => setDays(DAYS.find((one) => one === target.value) ?? "90")}
            >
              {DAYS.map((one) => (
                <option key={one} value={one} disabled={reads && one === "never"}>
                  {t(`new.days.${one}`)}
                </option>
              ))}
            </Select>
            <TextField
              label={t("new.addresses")}
              hint={t(reads ? "new.addressesNeeded" : "new.addressesHint")}
              value={addresses}
              onChange={bind}
              rows={2}
              maxLength={4_000}
            />
            <ActionProblem
              problem={problem}
              say={(own) => t(own === "not_found" ? "problems.failed" : `problems.${own}`)}
            />
          </div>
        ) : (
          <NewKey value={key} />
        )}
      </Dialog>
    </>
  );
}
