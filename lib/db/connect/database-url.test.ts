import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "./database-url";

function read(url: string) {
  const parsed = parseDatabaseUrl(url);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.address;
}

const problemOf = (url: string) => {
  const parsed = parseDatabaseUrl(url);
  return parsed.ok ? null : parsed.problem;
};

describe("a database URL", () => {
  it.each([
    ["postgres://u:p@h:6543/d", { user: "u", password: "p", host: "h", port: 6543, database: "d" }],
    ["postgresql://u@h/d", { user: "u", password: undefined, host: "h", port: undefined, database: "d" }],
    ["postgres://h/d", { user: undefined, host: "h", database: "d" }],
    ["postgres://u:p@[::1]:5432/d", { host: "::1", port: 5432 }],
    ["postgres:///d?host=/var/run/postgresql&user=u", { host: "/var/run/postgresql", user: "u" }],
    ["postgres://u@%2Fvar%2Frun%2Fpostgresql/d", { host: "/var/run/postgresql" }],
    ["postgres://u%40x:p%23w%2F@h/my%20d", { user: "u@x", password: "p#w/", database: "my d" }],
    ["postgres://u:p@h/d?options=endpoint%3Da&application_name=a@b", { password: "p", host: "h" }],
  ])("is read: %s", (url, address) => {
    expect(read(url)).toMatchObject(address);
  });

  it("may have a password with any characters that a URL would escape", () => {
    const password = fc
      .string({ minLength: 1, maxLength: 24 })
      .map((text) => text.replaceAll(/\s|%[\da-f]{2}/gi, "x"))
      .filter((text) => /[#/?]/.test(text));
    fc.assert(
      fc.property(password, (text) => {
        expect(read(`postgres://postgres:${text}@127.0.0.1:5432/anytime`)).toMatchObject({
          user: "postgres",
          password: text,
          host: "127.0.0.1",
          port: 5432,
          database: "anytime",
        });
      }),
    );
  });

  it("takes no part of such a password for a parameter, whose name a sentence would repeat", () => {
    expect(read("postgres://postgres:@?x@127.0.0.1:5432/anytime")).toMatchObject({ password: "@?x" });
  });

  it("reads an escaped password whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const url = `postgres://u:${encodeURIComponent(text)}@h/d?sslmode=require`;
        expect(read(url)).toMatchObject({ password: text, host: "h", ssl: {} });
      }),
    );
  });

  it.each([
    ["sslmode=require", {}],
    ["ssl=true", {}],
    ["sslmode=disable", false],
    ["sslmode=no-verify", { rejectUnauthorized: false }],
    ["application_name=x", undefined],
  ])("says how TLS is used: %s", (query, ssl) => {
    expect(read(`postgres://u@h/d?${query}`).ssl).toEqual(ssl);
  });

  it.each([
    ["postgres://u:p@h1:1,h2:2/d", "must name one host"],
    ["postgres://u:p@h:99999/d", "has a port that is no port number"],
    ["postgres://u:p@h/d?schema=shop", "asks for a schema"],
    ["postgres://u:p@h/d?sslmode=prefer", "leaves open whether TLS is used"],
    ["postgres://u:p@h/d?sslmode=verify-ca", "without sslrootcert="],
    ["postgres://u:p@h/d?sslrootcert=/nowhere/ca.pem", "names a file in sslrootcert="],
    ["postgres://u:p@h/d?frobnicate=1", "not known here: frobnicate"],
    ["postgres:u@h", "cannot be read"],
  ])("is refused in a sentence that repeats nothing secret: %s", (url, problem) => {
    expect(problemOf(url)).toContain(problem);
    expect(problemOf(url)).not.toContain("u:p");
  });

  it("takes the schema that everybody has", () => {
    expect(problemOf("postgres://u:p@h/d?schema=public&connection_limit=5&pgbouncer=true")).toBeNull();
  });
});
