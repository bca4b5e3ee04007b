import { useState } from "react";
import { callAction } from "@/components/actions/use-action";
import { addOwnPasskey, startOwnPasskey } from "./actions";
import { makePasskey } from "./ask-browser";

/** Asks the server, the browser, and the server again. @returns the recovery codes that it brought, if any */
async function add({ name, password }: { name: string; password: string | null }) {
  const started = await callAction(startOwnPasskey({ password }));
  if (!started.ok) return started;
  const made = await makePasskey(started.value);
  return made.ok ? callAction(addOwnPasskey({ name, attestation: made.value })) : made;
}

type Problem = Extract<Awaited<ReturnType<typeof add>>, { ok: false }>["problem"];

/**
 * Has somebody make a passkey: `pending` meanwhile, then a `problem`, or the recovery `codes` of a first second factor.
 *
 * @param onDone called where it brought no codes to show
 */
export function useNewPasskey(onDone: () => void) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const run = async (order: Parameters<typeof add>[0]) => {
    if (pending) return;
    setPending(true);
    setProblem(null);
    const added = await add(order);
    setPending(false);
    if (!added.ok) setProblem(added.problem);
    else if (added.value.length > 0) setCodes(added.value);
    else onDone();
  };
  return { run, pending, problem, codes, forget: () => setProblem(null) };
}
