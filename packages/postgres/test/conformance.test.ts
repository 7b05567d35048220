import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { noServer, openPool, openWire, randomName, terminate } from "./server.js";

const schema = randomName();

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  const admin = openPool();

  beforeAll(async () => {
    await postgresInbox({ pool: admin.pool, schema }).migrate();
  });

  afterAll(async () => {
    await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.pool.end();
  });

  const subject: InboxUnderTest = {
    async open() {
      const wire = await openWire();
      const first = openPool({ host: "127.0.0.1", port: wire.port });
      const others: ReturnType<typeof openPool>[] = [];
      const all = () => [first, ...others];
      return {
        inbox: postgresInbox({ pool: first.pool, schema }),
        async openAnother() {
          const other = openPool();
          others.push(other);
          return {
            inbox: postgresInbox({ pool: other.pool, schema }),
            vanish: () => terminate(admin.pool, other),
          };
        },
        async lapse() {
          for (const opened of all()) await terminate(admin.pool, opened);
        },
        async cutOff() {
          wire.cut();
          return async () => wire.mend();
        },
        async countConflicts() {
          const { rows } = await admin.pool.query<{ count: number }>(
            `SELECT count(*)::int FROM "${schema}".numipay_conflicts`,
          );
          return rows[0]?.count ?? 0;
        },
        async close() {
          // What a case still holds ends with its connections: `end` alone would wait for it.
          for (const opened of all()) await terminate(admin.pool, opened);
          await wire.close();
          for (const { pool } of all()) void pool.end();
        },
      };
    },
  };

  // A minute of a machine's time for all of them: while you work, a part will do.
  const interleavings = process.env["CI"] === "true" ? 1000 : 200;
  const cases = inboxCases(subject, { interleavings });

  test.each(cases)("$name", { timeout: 120_000 }, ({ run }) => run());
});
