import type { ReactNode } from "react";
import type { ConnectStrings } from "@/components/connect/connect-strings";
import { ContactText } from "@/components/connect/contact-text";
import { CopyLink } from "@/components/connect/copy-link";
import { classNames } from "@/components/ui/class-names";
import { FlowSteps } from "./flow-steps";
import type { Middle } from "./flow-view";

const TONE = { quiet: "bg-quiet-soft", ok: "bg-ok-soft", warn: "bg-warn-soft" } as const;

interface FlowMiddleProps {
  readonly middle: Middle;
  readonly strings: ConnectStrings;
  readonly inApp: boolean;
  readonly offersCopy: boolean;
}

/** The middle of the card. Shared parts always keep their space, visible or not, so that nothing jumps. */
export function FlowMiddle({ middle, strings, inApp, offersCopy }: FlowMiddleProps) {
  const offered = middle.kind === "offer";
  const ended = middle.kind === "ended";
  return (
    <div className="grid [&>*]:[grid-area:1/1]">
      <div className={offered ? "" : ended ? "hidden" : "invisible"}>
        <Lead>{strings.lead}</Lead>
        <ul className="my-5 grid gap-3">
          {strings.points.map((point) => (
            <li key={point} className="flex gap-3">
              <span
                aria-hidden="true"
                className="mt-px grid size-[18px] shrink-0 place-items-center rounded-full bg-ok-soft"
              >
                <span className="size-2.5 rounded-full bg-ok" />
              </span>
              {point}
            </li>
          ))}
        </ul>
        {inApp && offered && (
          <div className="mb-5 grid gap-3 rounded-panel bg-warn-soft p-4 text-table">
            {strings.inApp}
            <CopyLink strings={strings} />
          </div>
        )}
      </div>
      {middle.kind === "ended" && (
        <div>
          <Lead>{middle.text}</Lead>
          {strings.help !== null && (
            <p className="mt-4">
              <ContactText text={strings.help} />
            </p>
          )}
        </div>
      )}
      {middle.kind === "progress" && (
        <div>
          <Lead>{middle.text}</Lead>
          <FlowSteps steps={strings.steps} done={middle.done} doneWord={strings.stepDone} />
        </div>
      )}
      {middle.kind === "message" && (
        <div className={classNames("mt-3 mb-5 self-center rounded-panel p-4", TONE[middle.tone])}>
          <h2 className="text-section font-semibold">{middle.words.title}</h2>
          <p className="mt-1">{middle.words.text}</p>
          {middle.help && strings.help !== null && (
            <p className="mt-2">
              <ContactText text={strings.help} />
            </p>
          )}
          {offersCopy && (
            <div className="mt-3">
              <CopyLink strings={strings} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function Lead({ children }: { children: ReactNode }) {
  return <p className="text-[15px]/[23px] text-dim">{children}</p>;
}
