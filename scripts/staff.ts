// npm run staff -- add|list|disable|enable|reset-password|reset-second-factor|unlock EMAIL [--role ROLE] [--name NAME]
import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { STAFF_ROLES, type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, type Db, openDatabase } from "@/lib/db/connect/client";
import { STAFF_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import { endInvitationsOf } from "@/lib/staff/members/invitations-store";
import { deleteSecondFactors } from "@/lib/staff/second-factor/factors-store";
import { forgetCodes } from "@/lib/staff/second-factor/take-code";
import { newDevice, writeDevice } from "@/lib/staff/sign-in/device";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { forgetFailures } from "@/lib/staff/sign-in/sign-in-limits";
import {
  disableStaff,
  enableStaff,
  findStaffByEmail,
  insertStaff,
  listStaff,
  setPassword,
  signOutEverywhere,
} from "@/lib/staff/store";
import { reportFault } from "./start/launch";
import { databaseUrl } from "./support/database-url";
import { readPassword } from "./support/read-password";
import { readStaffKeys } from "./support/staff-keys";

const USAGE = `npm run staff -- add EMAIL [--role owner|admin|support|viewer|auditor] [--name NAME]
npm run staff -- list
npm run staff -- disable EMAIL
npm run staff -- enable EMAIL
npm run staff -- reset-password EMAIL
npm run staff -- reset-second-factor EMAIL
npm run staff -- unlock EMAIL

The password is asked for, or read from standard input.`;
const emailSchema = z.email();
const roleSchema = z.enum(STAFF_ROLES);
const nameSchema = z.enum([
  "add",
  "list",
  "disable",
  "enable",
  "reset-password",
  "reset-second-factor",
  "unlock",
]);

/** Ends the command with a sentence for the person who typed it. */
class Refusal extends Error {
  override name = "Refusal";
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 2,
  ) {
    super(message);
  }
}

interface Command {
  readonly name: z.infer<typeof nameSchema>;
  readonly email: string;
  readonly role: StaffRole;
  readonly label: string | undefined;
}

/** What an action needs: all of it in one transaction, with its entry in the audit trail. */
interface Deed {
  readonly tx: Db;
  readonly keys: AuditKeys;
  readonly command: Command;
  readonly passwordHash: string;
}

type Done = { staffId: string; said: string };
type Staff = NonNullable<Awaited<ReturnType<typeof findStaffByEmail>>>;

function readCommand(): Command {
  const options = { role: { type: "string" }, name: { type: "string" } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch {
    throw new Refusal(USAGE);
  }
  const [given, email = "", ...rest] = parsed.positionals;
  const name = nameSchema.safeParse(given);
  if (!name.success || rest.length > 0) throw new Refusal(USAGE);
  if (name.data !== "list" && !emailSchema.safeParse(email).success)
    throw new Refusal(`Say whose: ${name.data} EMAIL, with a whole e-mail address.`);
  const role = roleSchema.safeParse(parsed.values.role ?? "viewer");
  if (!role.success) throw new Refusal(`--role is one of ${STAFF_ROLES.join(", ")}.`);
  return { name: name.data, email, role: role.data, label: parsed.values.name };
}

async function add({ tx, command: { email, role, label }, passwordHash }: Deed): Promise<Done> {
  const name = label ?? email.slice(0, email.indexOf("@"));
  const id = await insertStaff(tx, { email, name, role, passwordHash });
  if (id === null) throw new Refusal(`${email} is on the staff already.`, 1);
  return { staffId: id, said: `Added ${email} as ${role}.` };
}

async function change(deed: Deed): Promise<Done> {
  const { tx, command, passwordHash } = deed;
  const staff = await findStaffByEmail(tx, command.email);
  if (staff === null) throw new Refusal(`Nobody on the staff has the e-mail ${command.email}.`, 1);
  switch (command.name) {
    case "disable":
      await holdLock(tx, STAFF_LOCK);
      await disableStaff(tx, staff.id);
      await endInvitationsOf(tx, staff);
      return { staffId: staff.id, said: `Disabled ${command.email} and ended their sessions.` };
    case "enable":
      await enableStaff(tx, staff.id);
      return { staffId: staff.id, said: `Enabled ${command.email}: they may sign in again.` };
    case "reset-second-factor":
      if (!(await deleteSecondFactors(tx, staff.id)))
        throw new Refusal(`${command.email} has no second factor.`, 1);
      await signOutEverywhere(tx, staff.id);
      return {
        staffId: staff.id,
        said: `Removed the second factor of ${command.email} and ended their sessions.`,
      };
    case "unlock":
      return { staffId: staff.id, said: await unlock(deed, staff) };
    default:
      await setPassword(tx, staff.id, passwordHash);
      return { staffId: staff.id, said: `Set a new password for ${command.email} and ended their sessions.` };
  }
}

/** Lets a new device sign in while others use up all attempts: a link that makes its browser known. */
async function unlock({ tx, keys, command }: Deed, staff: Staff): Promise<string> {
  await forgetFailures(tx, keys.auditKey, command.email);
  await forgetCodes(tx, staff.id);
  const link = writeDevice(keys.ring, "link", newDevice(staff));
  const base = process.env.APP_URL?.replace(/\/+$/, "") ?? "";
  const where = base === "" ? "the dashboard's address, followed by " : base;
  const disabled = staff.disabledAt === null ? "" : " The account is still disabled: see enable.";
  return `Forgot the failed tries at ${command.email}.${disabled}
Is somebody still guessing? Open this within 15 minutes in the browser to sign in from. It does not replace the password.

  ${where}/sign-in#device=${link}`;
}

async function list({ prisma }: Database): Promise<string> {
  const everybody = await listStaff(prisma);
  if (everybody.length === 0) return "Nobody is on the staff yet.";
  const rows = everybody.map(({ email, role, name, disabledAt }) =>
    [email.padEnd(36), role.padEnd(8), name, disabledAt === null ? "" : "(disabled)"].join(" ").trimEnd(),
  );
  return rows.join("\n");
}

async function askForHash(email: string): Promise<string> {
  const made = await hashNewPassword(await readPassword("Password (12 characters or more): "), email);
  if (!made.ok) throw new Refusal(`The password ${made.weakness}: give another.`);
  return made.hash;
}

/** Carries out the command, and audits it in the same transaction. */
async function perform(database: Database, command: Command): Promise<string> {
  const read = await readStaffKeys(database);
  if (!read.ok) throw new Refusal(read.problem, 1);
  const { keys } = read;
  const needsPassword = command.name === "add" || command.name === "reset-password";
  if (command.name === "add" && (await findStaffByEmail(database.prisma, command.email)) !== null)
    throw new Refusal(`${command.email} is on the staff already.`, 1);
  const passwordHash = needsPassword ? await askForHash(command.email) : "";
  return database.prisma.$transaction(async (tx) => {
    const deed = { tx, keys, command, passwordHash };
    const { staffId, said } = await (command.name === "add" ? add(deed) : change(deed));
    const scope = { ...SYSTEM_SCOPE, actor: { id: null, name: `shell (${whoami()})` } };
    await recordAudit(scope, tx, keys, {
      action: `staff.${command.name.replaceAll("-", "_")}`,
      outcome: "done",
      targetType: "staff",
      targetId: staffId,
    });
    return said;
  });
}

/** The user at the shell, for the audit trail: a container's user may have no name. */
function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

async function run(): Promise<string> {
  const command = readCommand();
  const url = await databaseUrl();
  if (!url.ok) throw new Refusal(url.problem, 1);
  const database = openDatabase(url.url, 2);
  try {
    return command.name === "list" ? await list(database) : await perform(database, command);
  } finally {
    await database.close();
  }
}

try {
  console.log(await run());
} catch (error) {
  if (!(error instanceof Refusal)) reportFault(error);
  console.error(error.message);
  process.exitCode = error.exitCode;
}
