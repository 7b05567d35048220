import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import { afterAll, beforeAll, it } from "vitest";
import { interleavings } from "../../interleavings.js";
import { mysqlInbox } from "../../../src/mysql2.js";
import {
  createDatabase,
  describeWithMysql,
  killConnections,
  type OpenedPool,
  openMysqlPool,
  openMysqlProxy,
} from "../../mysql-server.js";

describeWithMysql("mysql2 on MariaDB", () => {
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let admin: OpenedPool;

  beforeAll(async () => {
    created = await createDatabase();
    admin = openMysqlPool({ database: created.database });
    await mysqlInbox({ pool: admin.pool }).migrate();
  });

  afterAll(async () => {
    await admin.pool.end();
    await created.drop();
  });

  const subject: InboxUnderTest = {
    async open() {
      const { database } = created;
      const proxy = await openMysqlProxy();
      const first = openMysqlPool({ database, host: "127.0.0.1", port: proxy.port });
      const others: OpenedPool[] = [];
      const all = () => [first, ...others];
      return {
        inbox: mysqlInbox({ pool: first.pool }),
        async openAnother() {
          const other = openMysqlPool({ database });
          others.push(other);
          return {
            inbox: mysqlInbox({ pool: other.pool }),
            vanish: () => killConnections(admin.pool, other),
          };
        },
        async lapse() {
          for (const opened of all()) await killConnections(admin.pool, opened);
        },
        async cutOff() {
          proxy.cut();
          return async () => proxy.restore();
        },
        async countConflicts() {
          const [rows] = await admin.pool.query("SELECT COUNT(*) AS count FROM numipay_conflicts");
          return (rows as { count: number }[])[0]?.count ?? 0;
        },
        async close() {
          // `pool.end` would wait for leases that a case still holds.
          for (const opened of all()) await killConnections(admin.pool, opened);
          await proxy.close();
          for (const { pool } of all()) void pool.end().catch(() => undefined);
        },
      };
    },
  };

  // All 1,000 take minutes.
  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 240_000 }, () => run());
  }
});
