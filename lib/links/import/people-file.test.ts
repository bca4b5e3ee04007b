import { expect, it } from "vitest";
import { MOST_PEOPLE, readPeopleFile } from "./people-file";

it("reads people by the names of the columns, in either language and any order", () => {
  const french =
    "Nom;Référence externe;E-mail;Langue;Étiquettes\nZoé;c-1;zoe@example.com;français;pilote, Lyon";
  expect(readPeopleFile(french)).toEqual({
    ok: true,
    lines: [
      {
        line: 2,
        externalReference: "c-1",
        name: "Zoé",
        email: "zoe@example.com",
        language: "fr",
        tags: ["pilote", "Lyon"],
      },
    ],
    refused: [],
  });
  expect(readPeopleFile("external_reference,NAME\nc-2,Ben")).toMatchObject({
    lines: [{ externalReference: "c-2", name: "Ben", email: null, language: null, tags: [] }],
  });
});

it("says of each line that it leaves out why", () => {
  const file = [
    "reference,name,email,language",
    "c-1,Anna,,",
    ",Nobody,,",
    "c-1,Anna again,,",
    "c-2,,,",
    "c-3,Carl,not an address,",
    "c-4,Dora,,German",
    `c-5,${"x".repeat(201)},,`,
    "c-6,\u202Eturned,,",
  ].join("\n");
  const read = readPeopleFile(file);
  expect(read.ok && read.lines.map(({ name }) => name)).toEqual(["Anna"]);
  expect(read.ok && read.refused).toEqual([
    { line: 3, problem: "no_reference" },
    { line: 4, problem: "twice" },
    { line: 5, problem: "no_name" },
    { line: 6, problem: "not_an_email" },
    { line: 7, problem: "not_a_language" },
    { line: 8, problem: "too_long" },
    { line: 9, problem: "no_name" },
  ]);
});

it("says what is wrong with a file as a whole", () => {
  expect(readPeopleFile("name\nAnna")).toEqual({ ok: false, problem: "no_column", column: "reference" });
  expect(readPeopleFile("")).toEqual({ ok: false, problem: "empty" });
  expect(readPeopleFile('reference,name\nc-1,"Anna')).toEqual({ ok: false, problem: "not_csv" });
  const many = Array.from({ length: MOST_PEOPLE + 1 }, (_, n) => `c-${n},Somebody`);
  expect(readPeopleFile(["reference,name", ...many].join("\n"))).toEqual({ ok: false, problem: "too_many" });
});
