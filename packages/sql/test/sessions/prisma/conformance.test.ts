import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import type { PoolConfig } from "pg";
import { afterAll, beforeAll, it } from "vitest";
import { interleavings } from "../../interleavings.js";
import { pgInbox } from "../../../src/pg.js";
import { prismaInbox } from "../../../src/prisma.js";
import { describeWithPostgres, openPool, openProxy, randomName, terminate } from "../../server.js";
import { openPrisma, type OpenedPrisma } from "./open-prisma.js";

const schema = randomName();

async function openClient(over: PoolConfig = {}): Promise<OpenedPrisma & { name: string }> {
  const { pool, name, settings } = openPool(over);
  await pool.end();
  return { ...openPrisma(settings, schema), name };
}

describeWithPostgres("prismaInbox", () => {
  const admin = openPool();
  type Opened = Awaited<ReturnType<typeof openClient>>;
  const end = (opened: Opened) => terminate(admin.pool, opened);

  beforeAll(async () => {
    await pgInbox({ pool: admin.pool, schema }).migrate();
  });

  afterAll(async () => {
    await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.pool.end();
  });

  const subject: InboxUnderTest = {
    async open() {
      const proxy = await openProxy();
      const first = await openClient({ host: "127.0.0.1", port: proxy.port });
      const all = [first];
      return {
        inbox: prismaInbox({ prisma: first.prisma, schema }),
        async openAnother() {
          const other = await openClient();
          all.push(other);
          return {
            inbox: prismaInbox({ prisma: other.prisma, schema }),
            vanish: () => end(other),
          };
        },
        async lapse() {
          for (const opened of all) await end(opened);
        },
        async cutOff() {
          proxy.cut();
          return async () => proxy.restore();
        },
        async countConflicts() {
          const { rows } = await admin.pool.query<{ count: number }>(
            `SELECT count(*)::int FROM "${schema}".numipay_conflicts`,
          );
          return rows[0]?.count ?? 0;
        },
        async close() {
          // `$disconnect` would wait for leases that a case still holds.
          for (const opened of all) await end(opened);
          await proxy.close();
          for (const { close } of all) void close();
        },
      };
    },
  };

  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 120_000 }, () => run());
  }
});
