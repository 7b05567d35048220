import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import { afterAll, beforeAll, it } from "vitest";
import { interleavings } from "../../interleavings.js";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, openProxy, randomName, terminate } from "../../server.js";

const schema = randomName();

describeWithPostgres("pg on PostgreSQL", () => {
  const admin = openPool();

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
      const first = openPool({ host: "127.0.0.1", port: proxy.port });
      const others: ReturnType<typeof openPool>[] = [];
      const all = () => [first, ...others];
      return {
        inbox: pgInbox({ pool: first.pool, schema }),
        async openAnother() {
          const other = openPool();
          others.push(other);
          return {
            inbox: pgInbox({ pool: other.pool, schema }),
            vanish: () => terminate(admin.pool, other),
          };
        },
        async lapse() {
          for (const opened of all()) await terminate(admin.pool, opened);
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
          // `pool.end` would wait for leases that a case still holds.
          for (const opened of all()) await terminate(admin.pool, opened);
          await proxy.close();
          for (const { pool } of all()) void pool.end();
        },
      };
    },
  };

  // All 1,000 take about a minute.
  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 120_000 }, () => run());
  }
});
