import { classNames } from "@/components/ui/class-names";

interface FlowStepsProps {
  readonly steps: readonly string[];
  readonly done: number;
  readonly doneWord: string;
}

/** The progress of the user. */
export function FlowSteps({ steps, done, doneWord }: FlowStepsProps) {
  return (
    <ol className="my-5 grid gap-3">
      {steps.map((step, index) => {
        const isDone = index < done;
        const isNext = index === done;
        return (
          <li
            key={step}
            aria-current={isNext ? "step" : undefined}
            className={classNames("flex gap-3", !isDone && !isNext && "text-dim", isNext && "font-medium")}
          >
            <span
              aria-hidden="true"
              className={classNames(
                "mt-px grid size-[18px] shrink-0 place-items-center rounded-full text-[11px]/none font-semibold",
                isDone ? "bg-ok text-bg" : isNext ? "bg-accent-soft text-accent" : "bg-quiet-soft",
              )}
            >
              {isDone ? "✓" : index + 1}
            </span>
            <span>
              {step}
              {isDone && <span className="sr-only"> ({doneWord})</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
