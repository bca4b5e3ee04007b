import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import type { VerificationStep } from "@/lib/webhooks/read/verification";
import { formatDuration } from "../duration";

type Step<Leg extends VerificationStep["leg"]> = Extract<VerificationStep, { leg: Leg }>;

const RENDERINGS = ["as_sent", "php14", "php14_half_up", "shortest", "php17", "comma"] as const;

/** The text of a check of a delivery. */
export function useStepWords(): (step: VerificationStep) => ReactNode {
  const address = useAddressWords();
  const hash = useHashWords();
  const age = useAgeWords();
  const t = useTranslations("deliveries.verify");
  return (step) => {
    switch (step.leg) {
      case "key":
        return t("key");
      case "address":
        return address(step);
      case "parsed":
        return step.problem === null
          ? t("parsed", { encoding: step.encoding ?? "" })
          : t("notParsed", { problem: step.problem });
      case "hash":
        return hash(step);
      case "pair":
        return <Pair step={step} />;
      case "age":
        return age(step);
    }
  };
}

function useAddressWords() {
  const t = useTranslations("deliveries.verify");
  return (step: Step<"address">) => {
    const outcome = oneOf(["match", "mismatch", "off"] as const, step.outcome) ?? "unknown";
    const through = t("through", { hops: step.hops });
    const said = t(`address.${outcome}`, { address: step.seenAs ?? t("nobody"), through });
    if (step.now === null) return said;
    return `${said} ${t(step.now === "match" ? "nowMatch" : "nowOther")}`;
  };
}

function useHashWords() {
  const t = useTranslations("deliveries.verify");
  return (step: Step<"hash">) => {
    const outcome = oneOf(["match", "public", "mismatch"] as const, step.outcome) ?? "unread";
    const rendering = oneOf(RENDERINGS, step.rendering);
    const sentences = [
      t(`hash.${outcome}`, { start: step.received ?? "•••" }),
      ...step.expected.flatMap(({ reference, start }) =>
        reference === "gone" ? [] : [t(`expected.${reference}`, { start })],
      ),
      ...(outcome === "mismatch" && step.reference !== null ? [t("fitsNow")] : []),
      ...(step.reference === null ? [] : [t(`reference.${step.reference}`)]),
      ...(rendering === undefined ? [] : [t(`rendering.${rendering}`)]),
    ];
    return sentences.join(" ");
  };
}

function useAgeWords() {
  const t = useTranslations("deliveries.verify");
  const locale = useLocale();
  return (step: Step<"age">) => {
    const age = formatDuration(step.seconds * 1_000, locale);
    const limit = formatDuration(step.limit * 1_000, locale);
    const said = t(`age.${step.outcome}`, { age, limit });
    return step.outcome === "near" ? said : `${said} ${t(step.refuses ? "refuses" : "warns")}`;
  };
}

function Pair({ step }: { step: Step<"pair"> }) {
  const t = useTranslations("deliveries.verify");
  const outcome = oneOf(["fresh", "spent"] as const, step.outcome) ?? "unjudged";
  return (
    <>
      {t(`pair.${outcome}`)}{" "}
      {step.spentBy !== null && (
        <Link href={`/deliveries?open=${step.spentBy}`} className="text-accent underline">
          {t("spender")}
        </Link>
      )}
    </>
  );
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | undefined {
  return names.find((name) => name === text);
}
