import { createPool } from "mysql2/promise";
import { expect, it } from "vitest";
import type { Dialect } from "../../../src/dialects/dialect.js";
import { mysqlDialect } from "../../../src/dialects/mysql/mysql-dialect.js";
import { createSqlInbox } from "../../../src/inbox/sql-inbox.js";
import { mysqlSessions } from "../../../src/sessions/library/mysql-sessions.js";
import { poolSessions } from "../../../src/sessions/mysql2/pool-sessions.js";
import { prismaMysqlSource } from "../../../src/sessions/prisma/mysql-source.js";
import type { Sessions } from "../../../src/sessions/session.js";
import { mysqlSource, toTypeormConnection } from "../../../src/sessions/typeorm/mysql-source.js";
import { typeormSessions } from "../../../src/sessions/typeorm/typeorm-sessions.js";
import { newChange } from "../../changes.js";
import { createDataSource } from "../../programs/data-source.js";
import type { LibrarySettings } from "../../programs/library-settings.js";
import { openPrisma } from "../../programs/open-prisma.js";
import { mariadb } from "../../sessions/library/mariadb-under-test.js";
import { useEntities } from "../../sessions/library/use-entities.js";

const limits = {
  acquireTimeoutMs: 5000,
  lockTimeoutMs: 5000,
  idleTimeoutMs: 60_000,
  statementTimeoutMs: 5000,
  handlerStatementTimeoutMs: 60_000,
  transactionTimeoutMs: 60_000,
  maxHandlers: 9,
};

/** Opens the sessions of an entry with a dialect that its inbox cannot choose. */
type Open = (
  settings: LibrarySettings,
  dialect: Dialect,
) => Promise<{ sessions: Sessions<unknown>; close: () => Promise<void> }>;

const entries: Record<string, Open> = {
  async mysql2({ host, port, user, password, database }, dialect) {
    const pool = createPool({ host, port, user, password, database });
    return { sessions: poolSessions(pool, dialect, limits), close: () => pool.end() };
  },
  async typeorm(settings, dialect) {
    const source = await createDataSource("mariadb", settings).initialize();
    const checked = mysqlSessions(mysqlSource(source), dialect, limits);
    return {
      sessions: typeormSessions(source, checked, toTypeormConnection),
      close: () => source.destroy(),
    };
  },
  async prisma(settings, dialect) {
    const prisma = openPrisma("mysql", settings);
    return {
      sessions: mysqlSessions(prismaMysqlSource(prisma, limits), dialect, limits),
      close: () => prisma.$disconnect(),
    };
  },
};

/** The inbox chooses READ COMMITTED, but must be right under both. */
function pinTo(level: string): Dialect {
  const own = mysqlDialect();
  return {
    ...own,
    claim(change, hold) {
      const { statements, read } = own.claim(change, hold);
      const pin = `SET SESSION TRANSACTION ISOLATION LEVEL ${level}`;
      const check = `SELECT 1 / (@@tx_isolation = '${level.replace(" ", "-")}') AS isRight`;
      return {
        statements: [pin, ...statements, check],
        read(results) {
          expect(Number(results.at(-1)?.rows[0]?.["isRight"])).toBe(1);
          return read(results.slice(1, -1));
        },
      };
    },
  };
}

mariadb.describe("a claim on MariaDB", () => {
  const fixture = useEntities(mariadb);

  const cases = Object.keys(entries).flatMap((entry) =>
    ["REPEATABLE READ", "READ COMMITTED"].map((level) => [entry, level] as const),
  );
  it.each(cases)(
    "of %s sees the last holder's record under %s",
    { timeout: 60_000 },
    async (entry, level) => {
      const dialect = pinTo(level);
      const open = entries[entry] as Open;
      const { sessions, close } = await open(fixture.settings, dialect);
      const inbox = createSqlInbox(sessions, dialect, limits);
      await inbox.migrate();
      for (let round = 0; round < 10; round += 1) {
        const one = newChange();
        const claims = await Promise.all(
          Array.from({ length: 4 }, async () => {
            const claim = await inbox.claim(one);
            if (claim.state === "new") await inbox.complete(one, claim.lease);
            return claim.state;
          }),
        );
        expect(claims.filter((state) => state === "new")).toHaveLength(1);
        expect(await inbox.claim(one)).toEqual({ state: "duplicate" });
      }
      await close();
    },
  );
});
