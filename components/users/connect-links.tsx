"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { callAction, useAction } from "@/components/ui/use-action";
import { type ConnectLink, cancelConnectLink, makeConnectLink, revealConnectLink } from "./actions";
import { ConnectLinkCard } from "./connect-link-card";

/** Makes a new connect link, and shows it. */
export function NewLinkButton({ userId }: { userId: string }) {
  const t = useTranslations("users");
  const [link, setLink] = useState<ConnectLink | null>(null);
  const { run, pending, problem } = useAction(makeConnectLink, setLink);
  return (
    <>
      <ActionProblem problem={problem} say={() => t("links.failed")} />
      <Button variant="primary" onPress={() => run({ userId })} isPending={pending}>
        <Link2 aria-hidden="true" />
        {t("links.new")}
      </Button>
      <Dialog title={t("invite.done")} isOpen={link !== null} onOpenChange={() => setLink(null)}>
        {link !== null && <ConnectLinkCard url={link.url} qr={link.qr} />}
      </Dialog>
    </>
  );
}

/** What can be done with a link that still works: copy it, cancel it. */
export function LinkActions({ sessionId }: { sessionId: string }) {
  const t = useTranslations("users.links");
  const [said, setSaid] = useState<"copied" | "failed" | null>(null);
  const [pending, start] = useTransition();
  const copy = () =>
    start(async () => {
      const answer = await callAction(revealConnectLink({ sessionId }));
      const copied = answer.ok && (await writeToClipboard(answer.value));
      setSaid(copied ? "copied" : "failed");
    });
  return (
    <span className="flex items-center gap-1.5">
      <span role="status" className="text-label text-dim">
        {said === null ? "" : t(said)}
      </span>
      <Button size="small" onPress={copy} isDisabled={pending}>
        {t("copy")}
      </Button>
      <CancelLink sessionId={sessionId} />
    </span>
  );
}

/** Asks first: a link that was sent already stops working, for good. */
function CancelLink({ sessionId }: { sessionId: string }) {
  const t = useTranslations("users.links");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const { run, pending, problem, forget } = useAction(cancelConnectLink, () => setOpen(false));
  const change = (next: boolean) => {
    setOpen(next);
    forget();
  };
  return (
    <>
      <Button size="small" onPress={() => change(true)}>
        {t("cancel")}
      </Button>
      <Dialog
        title={t("cancelTitle")}
        isOpen={open}
        onOpenChange={change}
        alert
        actions={
          <>
            <Button onPress={() => change(false)}>{t("keep")}</Button>
            <Button variant="danger" onPress={() => run({ sessionId })} isPending={pending}>
              {t("cancelNow")}
            </Button>
          </>
        }
      >
        <p className="text-dim">{t("cancelText")}</p>
        <ActionProblem problem={problem} say={() => common("failed")} className="mt-4" />
      </Dialog>
    </>
  );
}

async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused by the browser; the page says so
  }
}
