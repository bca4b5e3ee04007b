"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import {
  type ConnectLink,
  cancelConnectLink,
  makeConnectLink,
  revealConnectLink,
} from "@/app/(staff)/users/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { ConnectLinkCard } from "./connect-link-card";

/** Makes a new connect link, and shows it. */
export function NewLinkButton({ userId }: { userId: string }) {
  const t = useTranslations("users");
  const [link, setLink] = useState<ConnectLink | null>(null);
  const [failed, setFailed] = useState(false);
  const [pending, start] = useTransition();
  const make = () =>
    start(async () => {
      const result = await makeConnectLink({ userId });
      setFailed(!result.ok);
      if (result.ok) setLink(result.value);
    });
  return (
    <>
      {failed && (
        <Notice tone="bad" live>
          {t("links.failed")}
        </Notice>
      )}
      <Button variant="primary" onPress={make} isPending={pending}>
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
      const result = await revealConnectLink({ sessionId });
      const copied = result.ok && (await writeToClipboard(result.value));
      setSaid(copied ? "copied" : "failed");
    });
  const cancel = () =>
    start(async () => {
      const result = await cancelConnectLink({ sessionId });
      if (!result.ok) setSaid("failed");
    });
  return (
    <span className="flex items-center gap-1.5">
      <span role="status" className="text-label text-dim">
        {said === null ? "" : t(said)}
      </span>
      <Button size="small" onPress={copy} isDisabled={pending}>
        {t("copy")}
      </Button>
      <Button size="small" onPress={cancel} isDisabled={pending}>
        {t("cancel")}
      </Button>
    </span>
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
