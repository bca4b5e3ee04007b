"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { writeToClipboard } from "@/components/actions/write-to-clipboard";
import { Button } from "@/components/controls/button";
import { Link } from "@/components/navigation/link";
import { copyCallbackUrl } from "./actions";

/** Copies the callback URL with its key, as long as the server's settings still have it. */
export function CopyCallbackUrl({ siteId }: { siteId: string }) {
  const t = useTranslations("firstSteps.callback");
  /** The URL, if the browser did not copy it. */
  const [shown, setShown] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const words = useProblemWords((_: "not_known") => t("notKnown"));
  const { run, pending, problem } = useAction(copyCallbackUrl, async (url) => {
    const done = await writeToClipboard(url);
    setCopied(done);
    setShown(done ? null : url);
  });
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="small" onPress={() => run({ siteId })} isPending={pending}>
        {t("copy")}
      </Button>
      <span role="status">{problem === null ? copied && t("copied") : words(problem)}</span>
      {shown !== null && <code className="text-[12px] [overflow-wrap:anywhere]">{shown}</code>}
      {problem === "not_known" && (
        <Link href="/settings/keys" className="text-accent underline">
          {t("link")}
        </Link>
      )}
    </span>
  );
}
