import { useTranslations } from "next-intl";
import { isUnnamed } from "@/lib/anytime/identity";
import { escapeDirections } from "@/lib/anytime/visible-text";
import { Badge } from "./badge";

interface IdentifierProps {
  /** As the bank wrote it, or the name that we made where it wrote none. */
  value: string;
}

/** An identifier of the bank's, set apart from what stands beside it. One that we made is not shown: it says nothing. */
export function Identifier({ value }: IdentifierProps) {
  const t = useTranslations("transactions.identity");
  if (isUnnamed(value)) return <Badge tone="hold">{t("missing")}</Badge>;
  return <bdi className="font-mono text-[12px]">{escapeDirections(value)}</bdi>;
}
