import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type PoolConfig } from "pg";
import { PrismaClient } from "../../programs/generated/client.js";

/** A Prisma client on a pool of its own. */
export interface OpenedPrisma {
  prisma: PrismaClient;
  pool: Pool;
  close: () => Promise<void>;
}

/** Opens a Prisma client whose models are in a schema. */
export function openPrisma(settings: PoolConfig, schema: string): OpenedPrisma {
  const pool = new Pool(settings);
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema }) });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
