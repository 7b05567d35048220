import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import type { PoolConfig } from "pg";
import type { DataSource } from "typeorm";
import { afterAll, beforeAll, it } from "vitest";
import { interleavings } from "../../interleavings.js";
import { pgInbox } from "../../../src/pg.js";
import { typeormInbox } from "../../../src/typeorm.js";
import { describeWithPostgres, openPool, openProxy, randomName, terminate } from "../../server.js";
import { createDataSource } from "./data-source.js";

const schema = randomName();

/** The pool of `pg` that TypeORM opened. */
interface PostgresDriver {
  master: ReturnType<typeof openPool>["pool"];
}

async function openSource(over: PoolConfig = {}): Promise<{ source: DataSource; name: string }> {
  const { pool, name, settings } = openPool(over);
  await pool.end();
  return { source: await createDataSource(settings, schema).initialize(), name };
}

describeWithPostgres("typeormInbox", () => {
  const admin = openPool();
  type Opened = Awaited<ReturnType<typeof openSource>>;
  const end = ({ source, name }: Opened) => {
    const { master: pool } = source.driver as unknown as PostgresDriver;
    return terminate(admin.pool, { name, pool });
  };

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
      const first = await openSource({ host: "127.0.0.1", port: proxy.port });
      const all = [first];
      return {
        inbox: typeormInbox({ dataSource: first.source, schema }),
        async openAnother() {
          const other = await openSource();
          all.push(other);
          return {
            inbox: typeormInbox({ dataSource: other.source, schema }),
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
          // `destroy` would wait for leases that a case still holds.
          for (const opened of all) await end(opened);
          await proxy.close();
          for (const { source } of all) void source.destroy();
        },
      };
    },
  };

  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 120_000 }, () => run());
  }
});
