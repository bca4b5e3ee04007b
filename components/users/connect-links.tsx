"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { writeToClipboard } from "@/components/actions/write-to-clipboard";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import { cancelConnectLink, makeConnectLink, restoreLinks, revealConnectLink } from "./actions";
import { ConnectLinkCard } from "./connect-link-card";

/** Creates a new connect link, and shows it. */
export function NewLinkButton({ userId }: { userId: string }) {
  const t = useTranslations("users");
  const { run, pending, value: link, problem, reset } = useAction(makeConnectLink);
  return (
    <>
      <ActionProblem
        problem={problem}
        say={(name) => t(name === "site_ended" ? "invite.problems.site_ended" : "links.failed")}
      />
      <Button variant="primary" onPress={() => run({ userId })} isPending={pending}>
        <Link2 aria-hidden="true" />
        {t("links.new")}
      </Button>
      <Dialog title={t("invite.done")} isOpen={link !== null} onOpenChange={reset}>
        {link !== null && <ConnectLinkCard link={link} />}
      </Dialog>
    </>
  );
}

/** Copies a link that still works. */
export function CopyLinkButton({ sessionId }: { sessionId: string }) {
  const t = useTranslations("users.links");
  const [copied, setCopied] = useState<boolean | null>(null);
  const words = useProblemWords((_: "not_found") => t("failed"));
  const { run, pending, problem } = useAction(revealConnectLink, async (url) =>
    setCopied(await writeToClipboard(url)),
  );
  const said = copied === null ? "" : t(copied ? "copied" : "failed");
  return (
    <span className="flex items-center gap-1.5">
      <span role="status" className="text-label text-dim">
        {problem === null ? said : words(problem)}
      </span>
      <Button size="small" onPress={() => run({ sessionId })} isDisabled={pending}>
        {t("copy")}
      </Button>
    </span>
  );
}

/** Undoes the cancellation of a link. */
export function RestoreLink({ sessionId }: { sessionId: string }) {
  const t = useTranslations("users.links");
  const words = useProblemWords((_: "not_found") => t("failed"));
  const { run, pending, problem } = useAction(restoreLinks, () => sayDone({ text: t("restored") }));
  return (
    <span className="flex items-center gap-1.5">
      <span role="status" className="text-label text-bad">
        {problem === null ? "" : words(problem)}
      </span>
      <Button size="small" onPress={() => run({ sessionIds: [sessionId] })} isPending={pending}>
        {t("restore")}
      </Button>
    </span>
  );
}

/** The actions on a link that still works: copy it, cancel it. */
export function LinkActions({ sessionId }: { sessionId: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <CopyLinkButton sessionId={sessionId} />
      <CancelLink sessionId={sessionId} />
    </span>
  );
}

/** Asks first: a link that was already sent stops working. Whoever was too quick can undo it. */
function CancelLink({ sessionId }: { sessionId: string }) {
  const t = useTranslations("users.links");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("cancel")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("cancelTitle")}
          text={t("cancelText")}
          submit={t("cancelNow")}
          keep={t("keep")}
          danger
          action={cancelConnectLink}
          input={() => ({ sessionId })}
          onDone={() => {
            sayDone({ text: t("cancelDone"), undo: () => restoreLinks({ sessionIds: [sessionId] }) });
            return null;
          }}
          say={() => t("failed")}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
