/** The answer to a delivery that was not accepted. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 503;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** The answer to a delivery. */
export type Answer =
  | { readonly status: 200; readonly body: { readonly status: "accepted" | "duplicate" | "held" } }
  | Refusal;

/** A refusal. `message` quotes nothing of what was sent. */
export function refuse(status: Refusal["status"], code: string, message: string): Refusal {
  return { status, body: { error: { code, message } } };
}

/** The answer to any method but POST. */
export function methodNotAllowed(): Refusal {
  return refuse(405, "method_not_allowed", "Notifications are sent with POST.");
}

/** The answer when the body could not be stored. */
export function unavailable(): Refusal {
  return refuse(503, "not_stored", "The notification could not be stored. Send it again.");
}
