import type { PrismaPg } from "@prisma/adapter-pg";

/** What is used of the client that Prisma generates for the tests of `@numipay/sql`. */
export interface PrismaClient extends PrismaTransaction {
  $transaction<Result>(work: (tx: PrismaTransaction) => Promise<Result>): Promise<Result>;
  $disconnect(): Promise<void>;
}

export interface PrismaTransaction {
  effect: { create(args: { data: { name: string } }): Promise<unknown> };
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe<Result>(query: string, ...values: unknown[]): Promise<Result>;
}

type Generated = { PrismaClient: new (options: { adapter: PrismaPg }) => PrismaClient };

const generated = new URL(
  "../../../../packages/sql/test/programs/dist/generated/client.js",
  import.meta.url,
);

/** Opens the client. */
export async function openPrismaClient(adapter: PrismaPg): Promise<PrismaClient> {
  const { PrismaClient } = (await import(generated.href)) as Generated;
  return new PrismaClient({ adapter });
}
