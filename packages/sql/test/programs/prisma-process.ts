// Claims a change, writes an effect through Prisma and reports it. The test then kills the process.
import { PrismaPg } from "@prisma/adapter-pg";
import type { Change } from "@numipay/core";
import { prismaInbox } from "@numipay/sql/prisma";
import type { PoolConfig } from "pg";
import { PrismaClient } from "./generated/client.js";

interface PrismaInput {
  settings: PoolConfig;
  schema: string;
  change: Change;
}

const { settings, schema, change } = JSON.parse(process.argv[2] ?? "") as PrismaInput;
const prisma = new PrismaClient({ adapter: new PrismaPg(settings, { schema }) });
const claim = await prismaInbox({ prisma, schema }).claim(change);
if (claim.state !== "new") throw new Error(`Expected a new change, got ${claim.state}.`);
await claim.lease.tx.$transaction((tx) => tx.effect.create({ data: { name: change.key } }));
process.stdout.write("held");
setInterval(() => undefined, 1000);
