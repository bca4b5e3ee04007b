import type pg from "pg";
import { createClient } from "@/lib/db/connection";

/** A client of a test's own, opened as the product opens its connections; to be connected and ended. */
export function makeClient(url: string): pg.Client {
  return createClient(url, { name: "anytime-test" });
}
