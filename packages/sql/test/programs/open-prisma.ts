import { PrismaMariaDb } from "@prisma/adapter-mariadb";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.js";
import { PrismaClient as MysqlClient } from "./generated-mysql/client.js";
import type { LibrarySettings } from "./library-settings.js";

/** The provider of a Prisma schema. */
export type Provider = "postgresql" | "mysql";

/** Opens a Prisma client, as users do. `schema` is for PostgreSQL. */
export function openPrisma(
  provider: Provider,
  { max, application_name, ...connection }: LibrarySettings,
  schema?: string,
): PrismaClient {
  if (provider === "postgresql") {
    const settings = { ...connection, max, application_name };
    const adapter = new PrismaPg(settings, schema === undefined ? {} : { schema });
    return new PrismaClient({ adapter });
  }
  // By default, the pool opens all of its connections at once, which takes time.
  const settings = { ...connection, connectionLimit: max, minimumIdle: 1 };
  // The models of both clients are the same.
  return new MysqlClient({ adapter: new PrismaMariaDb(settings) }) as unknown as PrismaClient;
}
