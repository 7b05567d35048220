import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import { afterAll, beforeAll, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, openProxy, randomName, terminate } from "../../server.js";

const schema = randomName();

// Guards against a role without functions that gets fewer guarantees: decision 0038.
describeWithPostgres("pg without functions on PostgreSQL", () => {
  const admin = openPool();

  beforeAll(async () => {
    await pgInbox({ pool: admin.pool, schema }).migrate();
    await admin.pool.query(`DROP FUNCTION "${schema}".numipay_claim, "${schema}".numipay_complete`);
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
          for (const opened of all()) await terminate(admin.pool, opened);
          await proxy.close();
          for (const { pool } of all()) void pool.end();
        },
      };
    },
  };

  // The state machine is that of pgInbox, which plays more of them.
  for (const { name, run } of inboxCases(subject, { interleavings: 10 })) {
    it(name, { timeout: 120_000 }, () => run());
  }
});
