"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ActionProblem, type Say } from "@/components/actions/action-problem";
import { type Action, type CommonProblem, useAction } from "@/components/actions/use-action";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** The result: `ok` ends the dialog's work; after a `warn` the same button can be pressed again. */
export interface Said {
  readonly tone: "ok" | "warn";
  readonly text: string;
}

interface ConfirmDialogProps<Value, Problem extends string> {
  title: string;
  /** What it does. */
  text: string;
  /** The button that acts, and its text after a warning. */
  submit: string;
  submitAgain?: string;
  /** The button that cancels. */
  keep?: string;
  danger?: boolean;
  action: Action<Value, Problem | CommonProblem>;
  /** The input of the action; `confirmed` once a warning was seen. */
  input: (given: { reason: string; confirmed: boolean }) => object;
  /** Shows the result; without it, or for null, the dialog closes. */
  onDone?: (value: Value) => Said | null;
  say: Say<Problem>;
  /** Asks for a reason of at least so many letters. */
  reason?: { label: string; hint: string; least: number };
  /** False while something is still to be chosen. */
  isReady?: boolean;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks for confirmation, and for a reason if needed. It is open as long as it is mounted. */
export function ConfirmDialog<Value, Problem extends string = never>(
  props: ConfirmDialogProps<Value, Problem>,
) {
  const { title, text, submit, submitAgain = submit, keep, danger, reason, isReady = true, onClose } = props;
  const common = useTranslations("common");
  const [why, setWhy] = useState("");
  const [said, setSaid] = useState<Said | null>(null);
  const { run, pending, problem, forget } = useAction(props.action, (value) => {
    const result = props.onDone?.(value) ?? null;
    setSaid(result);
    if (result === null) onClose();
  });
  const isOver = said?.tone === "ok";
  const confirmed = said?.tone === "warn";
  const mayAct = isReady && why.trim().length >= (reason?.least ?? 0);
  const buttons = (
    <>
      <Button onPress={onClose}>{keep ?? common("cancel")}</Button>
      <Button
        variant={danger === true ? "danger" : "primary"}
        onPress={() => run(props.input({ reason: why, confirmed }))}
        isPending={pending}
        isDisabled={!mayAct}
      >
        {confirmed ? submitAgain : submit}
      </Button>
    </>
  );
  const close = (
    <Button variant="primary" onPress={onClose}>
      {common("close")}
    </Button>
  );
  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      // Closing may discard what was typed or chosen.
      alert={reason === undefined && props.children === undefined}
      actions={isOver ? close : buttons}
    >
      <div onChange={forget} className="flex flex-col gap-4">
        <p className="text-dim">{text}</p>
        {said !== null && (
          <Notice tone={said.tone} live>
            {said.text}
          </Notice>
        )}
        {!isOver && props.children}
        {!isOver && reason !== undefined && (
          <TextField
            label={reason.label}
            hint={reason.hint}
            value={why}
            onChange={setWhy}
            autoFocus
            maxLength={500}
          />
        )}
        <ActionProblem problem={problem} say={props.say} />
      </div>
    </Dialog>
  );
}
