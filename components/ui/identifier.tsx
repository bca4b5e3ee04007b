import { useTranslations } from "next-intl";
import { isUnnamed } from "@/lib/anytime/identity";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { Badge } from "./badge";

interface IdentifierProps {
  /** As the bank wrote it, or the name that we generated. */
  value: string;
}

/** An identifier of the bank, visually separate. A generated one is not shown: it says nothing. */
export function Identifier({ value }: IdentifierProps) {
  const t = useTranslations("transactions.identity");
  if (isUnnamed(value)) return <Badge tone="hold">{t("missing")}</Badge>;
  return <bdi className="font-mono text-[12px]">{escapeDirections(value)}</bdi>;
}
