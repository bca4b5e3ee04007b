import { describe, expect, it } from "vitest";
import { faultOf } from "./fault";

const withCode = (code: string, message = "something", more: object = {}) =>
  Object.assign(new Error(message), { code }, more);

describe("an error of the database", () => {
  it.each([
    ["08006", "gone"],
    ["57P01", "gone"],
    ["57P02", "gone"],
    ["57P03", "gone"],
    ["25006", "gone"],
    ["25P03", "gone"],
    ["58030", "gone"],
    ["ECONNRESET", "gone"],
    ["EPIPE", "gone"],
    ["P1001", "gone"],
    ["53300", "busy"],
    ["53100", "busy"],
    ["55P03", "busy"],
    ["57014", "busy"],
    ["P2024", "busy"],
    ["P2028", "busy"],
    ["40001", "collision"],
    ["40P01", "collision"],
    ["P2034", "collision"],
    ["22021", "row"],
    ["23505", "row"],
    ["42601", "other"],
    ["25P02", "other"],
  ])("with code %s is %s", (code, fault) => {
    expect(faultOf(withCode(code))).toBe(fault);
  });

  it.each([
    ["Connection terminated unexpectedly", "gone"],
    ["Connection terminated due to connection timeout", "gone"],
    ["Client has encountered a connection error and is not queryable", "gone"],
    ["timeout expired", "gone"],
    ["timeout exceeded when trying to connect", "busy"],
    ["Query read timeout", "busy"],
    ["The column is missing", "other"],
  ])("that says “%s” is %s", (message, fault) => {
    expect(faultOf(new Error(message))).toBe(fault);
  });

  it.each([
    ["server conn crashed?", "gone"],
    ["server login has been failing, try again later (server_login_retry)", "gone"],
    ["pgbouncer cannot connect to server", "gone"],
    ["client_idle_timeout", "gone"],
    ["query_wait_timeout", "busy"],
    ["no more connections allowed (max_client_conn)", "busy"],
    ["unsupported startup parameter: statement_timeout", "other"],
  ])("in PgBouncer's words, “%s”, is %s", (message, fault) => {
    expect(faultOf(withCode("08P01", message, { severity: "FATAL" }))).toBe(fault);
  });

  it("is read from inside Prisma's own errors", () => {
    const cause = { kind: "postgres", code: "57P01", originalCode: "57P01", message: "terminating" };
    expect(faultOf(withCode("P2010", "Raw query failed", { meta: { driverAdapterError: { cause } } }))).toBe(
      "gone",
    );
    const unique = { kind: "UniqueConstraintViolation", originalCode: "23505" };
    expect(faultOf(withCode("P2002", "Unique", { meta: { driverAdapterError: { cause: unique } } }))).toBe(
      "row",
    );
    expect(faultOf(Object.assign(new Error("x"), { cause: { kind: "ConnectionClosed" } }))).toBe("gone");
  });

  it("is found among the addresses of a host", () => {
    expect(faultOf(new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]))).toBe("gone");
  });

  it.each([[null], ["text"], [new Error("boom")], [{}]])(
    "is other where it is nothing of the kind",
    (error) => {
      expect(faultOf(error)).toBe("other");
    },
  );
});
