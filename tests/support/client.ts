import type pg from "pg";
import { createClient } from "@/lib/db/connect/connection";

/** A client for a test, configured like the product's connections; the test connects and ends it. */
export function makeClient(url: string): pg.Client {
  return createClient(url, { name: "anytime-test" });
}
