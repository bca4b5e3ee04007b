import pino from "pino";

/**
 * The process's log. Lines name routes by template and errors by kind: paths of webhooks and connect pages, bodies,
 * tokens and hashes are secrets, and what the log never gets cannot leak from it.
 */
export const log = pino({
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["token", "hash", "body", "*.token", "*.hash", "*.body"],
});
