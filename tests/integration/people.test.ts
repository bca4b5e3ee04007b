import { afterAll, beforeAll, expect, it } from "vitest";
import { END_USER_SCOPE, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelByEndUser } from "@/lib/links/connecting/attempts";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { cancelConnectLink, restoreConnectLinks } from "@/lib/links/inviting/invite";
import { resolveChosen } from "@/lib/links/listing/chosen-users";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import { addNote, removeNote } from "@/lib/links/notes/notes";
import { listNotes } from "@/lib/links/notes/notes-store";
import { changeTags } from "@/lib/links/notes/tags";
import { listTags } from "@/lib/links/notes/tags-store";
import { listConnectLinks } from "@/lib/links/timeline/user-history-store";
import { editLinkedUser } from "@/lib/links/users/edit-user";
import { exportUsers } from "@/lib/links/users/export-users";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
let elsewhere: Scope;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
  const other = await makeSite(database);
  elsewhere = { ...SYSTEM_SCOPE, beyondSites: false, role: "owner", sites: [other.siteId] };
});
afterAll(() => database.close());

const db = () => database.prisma;
const wordsOf = async (typed: string) =>
  (await findUsers(SYSTEM_SCOPE, db(), typed, 5)).map(({ name }) => name);

it("finds a user by the name that staff gave them, and no more by the old one", async () => {
  const { userId } = await grants.invite("Aurélie Misprint");
  const details = { userId, name: "Aurélie Dubois", email: "a@example.com", externalReference: "c-1" };
  expect(await editLinkedUser(SYSTEM_SCOPE, database, grants.keys, { ...details, language: "fr" })).toEqual({
    ok: true,
  });
  expect([await wordsOf("misprint"), await wordsOf("dubois")]).toEqual([[], ["Aurélie Dubois"]]);
  // A link that was sent already is shown in their language.
  const session = await db().connectSession.findFirstOrThrow({ where: { linkedUserId: userId } });
  expect(session.language).toBe("fr");
  const other = await grants.invite("Other");
  const taken = { ...details, userId: other.userId, language: null };
  expect(await editLinkedUser(SYSTEM_SCOPE, database, grants.keys, taken)).toMatchObject({
    problem: "reference_taken",
  });
  expect(
    await editLinkedUser(elsewhere, database, grants.keys, { ...details, language: null }),
  ).toMatchObject({
    problem: "user_not_found",
  });
});

it("tags people, lists them by it, and undoes no more than was done", async () => {
  const [anna, ben] = [await grants.invite("Anna"), await grants.invite("Ben")];
  const both = [anna.userId, ben.userId];
  const tag = (userIds: string[], on = true, scope: Scope = SYSTEM_SCOPE) =>
    changeTags(scope, database, grants.keys, { userIds, tag: "pilot group", on });
  expect(await tag([anna.userId])).toEqual([anna.userId]);
  expect(await tag(both)).toEqual([ben.userId]);
  expect(await tag(both, false, elsewhere)).toEqual([]);
  const listed = async () => {
    const page = await listLinkedUsers(
      SYSTEM_SCOPE,
      db(),
      { tag: "pilot group" },
      { after: null, limit: 10 },
    );
    return page.rows.map(({ name, tags }) => [name, tags]);
  };
  expect(await listed()).toEqual([
    ["Ben", ["pilot group"]],
    ["Anna", ["pilot group"]],
  ]);
  expect(await listTags(SYSTEM_SCOPE, db())).toEqual(["pilot group"]);
  expect(await resolveChosen(SYSTEM_SCOPE, db(), { filters: { tag: "pilot group" } })).toHaveLength(2);
  await tag([ben.userId], false);
  expect(await listed()).toEqual([["Anna", ["pilot group"]]]);
});

it("keeps notes about a user for staff of the site", async () => {
  const { userId } = await grants.invite("Noted");
  const note = { userId, text: "Called twice.\nPrefers mornings." };
  expect(await addNote(SYSTEM_SCOPE, database, grants.keys, note)).toBe(true);
  expect(await addNote(elsewhere, database, grants.keys, note)).toBe(false);
  const [kept] = await listNotes(SYSTEM_SCOPE, db(), userId);
  expect(kept).toMatchObject({ text: note.text, createdBy: "system" });
  expect(await listNotes({ ...SYSTEM_SCOPE, role: "end_user" } as Scope, db(), userId)).toEqual([]);
  expect(await removeNote(elsewhere, database, grants.keys, kept?.id ?? "")).toBe(false);
  expect(await removeNote(SYSTEM_SCOPE, database, grants.keys, kept?.id ?? "")).toBe(true);
});

it("undoes a cancellation by staff, also where a token arrived meanwhile", async () => {
  const { userId, sessionId, secret } = await grants.invite("Restored");
  const { customReference } = await grants.open(secret, "browser");
  await cancelConnectLink(SYSTEM_SCOPE, database, grants.keys, sessionId);
  expect(await listConnectLinks(SYSTEM_SCOPE, db(), userId)).toMatchObject([
    { state: "cancelled", mayRestore: true },
  ]);
  expect(await restoreConnectLinks(elsewhere, database, grants.keys, [sessionId])).toBe(0);
  expect(await restoreConnectLinks(SYSTEM_SCOPE, database, grants.keys, [sessionId])).toBe(1);
  expect(await listConnectLinks(SYSTEM_SCOPE, db(), userId)).toMatchObject([{ state: "opened" }]);
  await cancelConnectLink(SYSTEM_SCOPE, database, grants.keys, sessionId);
  await grants.tell("token_created", "a token that came after", customReference);
  expect(await listConnectLinks(SYSTEM_SCOPE, db(), userId)).toMatchObject([{ state: "cancelled" }]);
  expect(await restoreConnectLinks(SYSTEM_SCOPE, database, grants.keys, [sessionId])).toBe(1);
  expect(await listConnectLinks(SYSTEM_SCOPE, db(), userId)).toMatchObject([{ state: "completed" }]);
  expect(await grants.stateOf(userId)).toBe("active");
});

it("does not undo a cancellation by the person themselves", async () => {
  const { userId, sessionId, secret } = await grants.invite("Declined");
  await grants.open(secret, "browser");
  expect(await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret)).toBeTruthy();
  expect(await listConnectLinks(SYSTEM_SCOPE, db(), userId)).toMatchObject([
    { state: "cancelled", cancelledByThem: true, mayRestore: false },
  ]);
  expect(await restoreConnectLinks(SYSTEM_SCOPE, database, grants.keys, [sessionId])).toBe(0);
});

it("writes people as a file that a spreadsheet does not calculate", async () => {
  const { userId } = await grants.invite("=cmd()");
  const words = { head: ["Name"], separator: "," as const, standing: (name: string) => name };
  const parts = [];
  for await (const part of exportUsers(SYSTEM_SCOPE, database, grants.keys, [userId], words))
    parts.push(part);
  expect(parts.join("")).toMatch(/^\uFEFFName\r\n'=cmd\(\),,'=cmd\(\),,,invited,\d{4}-/);
  expect(await db().auditEntry.count({ where: { action: "linked_user.export" } })).toBe(1);
});
