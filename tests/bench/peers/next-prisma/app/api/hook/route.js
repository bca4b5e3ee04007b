// What most would write: a route handler and a `create`. Nothing is verified, nothing is sealed.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../../generated/client";

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });

export async function POST(request) {
  const body = await request.text();
  await prisma.hook.create({ data: { body } });
  return Response.json({ status: "accepted" });
}
