"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { makeApiKey } from "@/app/(staff)/settings/api-keys/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { ApiScope } from "@/lib/partner-api/scopes";
import { NewKey } from "./new-key";
import { ScopeChoice } from "./scope-choice";
import { PRESET } from "./scopes";

/** Asks for a name and scopes, makes a key, and shows it this one time. */
export function NewKeyDialog({ siteId }: { siteId: string }) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(PRESET);
  const [key, setKey] = useState<string | null>(null);
  const [problem, setProblem] = useState<"not_permitted" | "failed" | null>(null);
  const [pending, start] = useTransition();
  const change = (next: boolean) => {
    setOpen(next);
    if (next) return;
    if (key !== null) router.refresh();
    setName("");
    setScopes(PRESET);
    setKey(null);
    setProblem(null);
  };
  const make = () =>
    start(async () => {
      const result = await makeApiKey({ siteId, name, scopes }).catch(() => null);
      if (result?.ok === true) setKey(result.value);
      else setProblem(result?.problem === "not_permitted" ? "not_permitted" : "failed");
    });
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
            {key === null && (
              <Button
                variant="primary"
                onPress={make}
                isPending={pending}
                isDisabled={name.trim() === "" || scopes.length === 0}
              >
                {t("new.make")}
              </Button>
            )}
          </>
        }
      >
        {key === null ? (
          <div className="flex flex-col gap-4">
            {problem !== null && (
              <Notice tone="bad" live>
                {t(`problems.${problem}`)}
              </Notice>
            )}
            <TextField
              label={t("new.name")}
              hint={t("new.nameHint")}
              value={name}
              onChange={setName}
              maxLength={100}
              autoFocus
            />
            <ScopeChoice chosen={scopes} onChange={(next: readonly ApiScope[]) => setScopes(next)} />
          </div>
        ) : (
          <NewKey value={key} />
        )}
      </Dialog>
    </>
  );
}
