"use client";

import { memo, type ReactNode, useEffect, useRef } from "react";
import type { ConnectStrings } from "@/components/connect/connect-strings";
import { ContactText } from "@/components/connect/contact-text";
import { GoOn } from "@/components/connect/go-on";
import { NotMe } from "@/components/connect/not-me";
import { supportLine } from "@/components/connect/support-line";
import { buttonStyle } from "@/components/controls/button-style";
import { Spinner } from "@/components/controls/spinner";
import { bankSlot } from "./ac-dispatcher";
import type { FlowEvent } from "./flow-machine";
import { FlowMiddle } from "./flow-middle";
import { type Bottom, viewFlow } from "./flow-view";
import { type FlowSettings, useConnectFlow } from "./use-connect-flow";

interface ConnectFlowProps extends FlowSettings {
  readonly strings: ConnectStrings;
  readonly inApp: boolean;
  readonly languages: ReactNode;
  readonly privacyUrl: string | null;
  /** Where to continue to after connecting, or null. */
  readonly returnUrl: string | null;
}

/** The interactive part of the connect page: the same card changes its middle for each state. */
export function ConnectFlow(props: ConnectFlowProps) {
  const { strings, inApp, languages, privacyUrl, returnUrl, ...settings } = props;
  const { flow, attempt, dispatch } = useConnectFlow(settings);
  const { title, middle, bottom, announce } = viewFlow(flow, strings);
  const ended = bottom.kind === "nothing";
  const beforeConsent = bottom.kind === "bank" || bottom.kind === "loading" || bottom.kind === "action";
  return (
    <>
      <h1 className="mt-[18px] mb-2 text-[22px]/7 font-[620] tracking-[-0.02em]">{title}</h1>
      <p role="status" className="sr-only noscript:hidden">
        {announce}
      </p>
      {/* The text for missing scripts is the last one that such a browser shows; nothing here says that it is loading. */}
      <noscript>
        <p className="my-4 rounded-panel bg-warn-soft p-4">{strings.noScript}</p>
      </noscript>
      <FlowMiddle
        middle={middle}
        strings={strings}
        inApp={inApp}
        offersCopy={flow.phase === "popup_blocked"}
      />
      <div className={ended ? "hidden" : "grid [&>*]:[grid-area:1/1]"}>
        <div className={bottom.kind === "bank" ? "" : "invisible"}>
          <BankSlot />
        </div>
        <FlowBottom bottom={bottom} strings={strings} dispatch={dispatch} />
      </div>
      {flow.phase === "connected" && returnUrl !== null && (
        <div className="mt-3">
          <GoOn url={returnUrl} strings={strings} />
        </div>
      )}
      <div className="mt-[18px] grid gap-3">
        {/* Stays mounted, so that its state is not lost while the card changes. */}
        <div className={ended ? "hidden" : beforeConsent ? "noscript:hidden" : "invisible"}>
          <NotMe
            secret={settings.secret}
            words={strings.notMe}
            onCancelled={() => dispatch({ type: "link_cancelled" })}
          />
        </div>
        <p className="text-label text-faint">
          <ContactText text={strings.privacy} />{" "}
          {privacyUrl !== null && (
            <a href={privacyUrl} target="_blank" rel="noreferrer" className="underline hover:text-ink">
              {strings.privacyNotice}
            </a>
          )}
        </p>
        <div className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-label text-faint">
          {languages}
          <span className="min-h-4">
            {attempt !== null && supportLine(strings.support, attempt.supportCode)}
          </span>
        </div>
      </div>
    </>
  );
}

interface FlowBottomProps {
  readonly bottom: Bottom;
  readonly strings: ConnectStrings;
  readonly dispatch: (event: FlowEvent) => void;
}

function FlowBottom({ bottom, strings, dispatch }: FlowBottomProps) {
  switch (bottom.kind) {
    case "bank":
    case "nothing":
      return null;
    case "loading":
      return (
        <Box className="bg-quiet-soft text-dim noscript:hidden">
          <span>
            {strings.loading}
            {/* Shown only by the style sheet: it is for a page whose script never arrived. */}
            <span className="block animate-late overflow-hidden">{strings.loadingLate}</span>
          </span>
        </Box>
      );
    case "wait":
      return (
        <Box className="bg-accent-soft text-accent">
          <Spinner />
          {bottom.text}
        </Box>
      );
    case "done":
      return (
        <Box className="bg-ok-soft text-ok">
          <span aria-hidden="true">✓</span>
          {bottom.text}
        </Box>
      );
    case "action": {
      const { does } = bottom;
      const act = () => (does === "reload" ? window.location.reload() : dispatch({ type: does }));
      return (
        <button type="button" onClick={act} className={buttonStyle("primary", "large")}>
          {bottom.text}
        </button>
      );
    }
  }
}

function Box({ className, children }: { className: string; children: ReactNode }) {
  return (
    <div className={`flex min-h-12 items-center gap-3 rounded-panel px-4 py-3 font-medium ${className}`}>
      {children}
    </div>
  );
}

/** Where the bank draws its button. Never rendered again, and its content is none of React's. */
const BankSlot = memo(function BankSlot() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    host.current?.append(bankSlot());
  }, []);
  return <div ref={host} className="grid min-h-12 items-center" />;
});
