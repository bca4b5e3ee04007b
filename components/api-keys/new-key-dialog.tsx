"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { TextField } from "@/components/controls/text-field";
import type { ApiScope } from "@/lib/partner-api/scopes";
import { makeApiKey } from "./actions";
import { NewKey } from "./new-key";
import { ScopeChoice } from "./scope-choice";
import { PRESET } from "./scopes";

/** Asks for a name and scopes, creates a key, and shows it this one time. */
export function NewKeyDialog({ siteId }: { siteId: string }) {
  const t = useTranslations("apiKeys");
  const common = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(PRESET);
  const [key, setKey] = useState<string | null>(null);
  const { run, pending, problem, forget } = useAction(makeApiKey, setKey);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) return;
    if (key !== null) router.refresh();
    setName("");
    setScopes(PRESET);
    setKey(null);
    forget();
  };
  const type = (text: string) => {
    setName(text);
    forget();
  };
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
                onPress={() => run({ siteId, name, scopes })}
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
            <TextField
              label={t("new.name")}
              hint={t("new.nameHint")}
              value={name}
              onChange={type}
              maxLength={100}
              autoFocus
            />
            <ScopeChoice chosen={scopes} onChange={(next: readonly ApiScope[]) => setScopes(next)} />
            <ActionProblem problem={problem} say={() => t("problems.failed")} />
          </div>
        ) : (
          <NewKey value={key} />
        )}
      </Dialog>
    </>
  );
}
