// npm run staff -- add|list|disable|reset-password EMAIL [--role ROLE] [--name NAME]
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Database, openDatabase } from "@/lib/db/client";
import type { StaffRole } from "@/lib/db/scope";
import { hashPassword } from "@/lib/staff/password";
import { disableStaff, findStaffByEmail, insertStaff, listStaff, setPassword } from "@/lib/staff/store";
import { databaseUrl } from "./support/database-url";
import { readPassword } from "./support/read-password";

const USAGE = `npm run staff -- add EMAIL [--role owner|admin|support|viewer] [--name NAME]
npm run staff -- list
npm run staff -- disable EMAIL
npm run staff -- reset-password EMAIL

The password is asked for, or read from standard input.`;
const emailSchema = z.email();
const roleSchema = z.enum(["owner", "admin", "support", "viewer"]) satisfies z.ZodType<StaffRole>;

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
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly label: string | undefined;
}

function readCommand(): Command {
  const options = { role: { type: "string" }, name: { type: "string" } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch {
    throw new Refusal(USAGE);
  }
  const [name, email = "", ...rest] = parsed.positionals;
  const known = ["add", "list", "disable", "reset-password", "reset-totp"];
  if (name === undefined || !known.includes(name) || rest.length > 0) throw new Refusal(USAGE);
  if (name === "reset-totp")
    throw new Refusal("Second factors are not available yet: there is none to reset.");
  if (name !== "list" && !emailSchema.safeParse(email).success)
    throw new Refusal(`Say whose: ${name} EMAIL, with a whole e-mail address.`);
  const role = roleSchema.safeParse(parsed.values.role ?? "viewer");
  if (!role.success) throw new Refusal("--role is one of owner, admin, support, viewer.");
  return { name, email, role: role.data, label: parsed.values.name };
}

async function add({ prisma }: Database, { email, role, label }: Command): Promise<string> {
  if ((await findStaffByEmail(prisma, email)) !== null)
    throw new Refusal(`${email} is on the staff already.`, 1);
  const passwordHash = await hashPassword(await askPassword());
  const name = label ?? email.slice(0, email.indexOf("@"));
  const id = await insertStaff(prisma, { email, name, role, passwordHash });
  if (id === null) throw new Refusal(`${email} is on the staff already.`, 1);
  return `Added ${email} as ${role}.`;
}

async function resetPassword({ prisma }: Database, { email }: Command): Promise<string> {
  const staff = await findStaffByEmail(prisma, email);
  if (staff === null) throw new Refusal(`Nobody on the staff has the e-mail ${email}.`, 1);
  await setPassword(prisma, staff.id, await hashPassword(await askPassword()));
  return `Set a new password for ${email} and ended their sessions.`;
}

async function disable({ prisma }: Database, { email }: Command): Promise<string> {
  if (!(await disableStaff(prisma, email)))
    throw new Refusal(`Nobody on the staff has the e-mail ${email}.`, 1);
  return `Disabled ${email} and ended their sessions.`;
}

async function list({ prisma }: Database): Promise<string> {
  const everybody = await listStaff(prisma);
  if (everybody.length === 0) return "Nobody is on the staff yet.";
  const rows = everybody.map(({ email, role, name, disabledAt }) =>
    [email.padEnd(36), role.padEnd(8), name, disabledAt === null ? "" : "(disabled)"].join(" ").trimEnd(),
  );
  return rows.join("\n");
}

async function askPassword(): Promise<string> {
  const password = await readPassword("Password (12 characters or more): ");
  if (password.length < 12) throw new Refusal("The password is shorter than 12 characters.");
  return password;
}

async function run(): Promise<string> {
  const command = readCommand();
  const url = await databaseUrl();
  if (!url.ok) throw new Refusal(url.problem, 1);
  const database = openDatabase(url.url, 2);
  try {
    if (command.name === "add") return await add(database, command);
    if (command.name === "disable") return await disable(database, command);
    if (command.name === "reset-password") return await resetPassword(database, command);
    return await list(database);
  } finally {
    await database.close();
  }
}

try {
  console.log(await run());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
