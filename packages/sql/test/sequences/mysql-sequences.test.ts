// Full run: NUMIPAY_SEQUENCES=20000 npx vitest run --project sql test/sequences/mysql
import type { PoolConnection } from "mysql2/promise";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mysqlInbox } from "../../src/mysql2.js";
import {
  createDatabase,
  describeWithMysql,
  type OpenedPool,
  openMysqlPool,
} from "../mysql-server.js";
import { checkAll, runs, timeout } from "./check-all.js";
import { toMysqlExpected } from "./contained-survivors.js";
import { mysqlWords } from "./mysql-words.js";
import type { Sender } from "./play-sequence.js";

/** Sends a text with one of the methods of mysql2. */
const send: Sender<PoolConnection>["send"] = async (tx, text, way) => {
  switch (way) {
    case 1:
      return tx.execute(text);
    case 2:
      return tx.query({ sql: text, rowsAsArray: true });
    case 3: {
      const statement = await tx.prepare(text);
      return statement.execute([]);
    }
    case 4:
      return tx.execute({ sql: text }, []);
    case 5:
      return tx.query(text, []);
    default:
      return tx.query(text);
  }
};

describeWithMysql("random handlers on MariaDB", () => {
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let opened: OpenedPool;
  let admin: OpenedPool;

  beforeAll(async () => {
    created = await createDatabase();
    const { database } = created;
    // Several statements in one text are allowed, so that the inbox must reject them.
    opened = openMysqlPool({ database, connectionLimit: 2, multipleStatements: true });
    admin = openMysqlPool({ database });
    await mysqlInbox({ pool: admin.pool }).migrate();
    for (const text of [
      "CREATE TABLE effects (name varchar(40), effect int)",
      "CREATE TABLE parents (id int PRIMARY KEY)",
      "CREATE PROCEDURE ends() BEGIN COMMIT; END",
      "CREATE FUNCTION ends_inside() RETURNS int BEGIN CALL ends(); RETURN 1; END",
    ]) {
      await admin.pool.query(text);
    }
  });
  afterAll(async () => {
    await opened.pool.end();
    await admin.pool.end();
    await created.drop();
  });

  it("commit effects and record together", { timeout }, async () => {
    const { database } = created;
    const inbox = mysqlInbox({ pool: opened.pool });
    const sender: Sender<PoolConnection> = {
      send,
      effect: (key, effect) => `INSERT INTO ${database}.effects VALUES ('${key}', ${effect})`,
      violation: `INSERT INTO ${database}.parents VALUES (1), (1)`,
    };
    const read = async (key: string) => {
      const [effects] = await admin.pool.query(
        "SELECT effect FROM effects WHERE name = ? ORDER BY effect",
        [key],
      );
      const [records] = await admin.pool.query(
        "SELECT status FROM numipay_changes WHERE transaction_key = ?",
        [`deposit:${key}`],
      );
      return {
        effects: (effects as { effect: number }[]).map(({ effect }) => effect),
        records: (records as unknown[]).length,
      };
    };
    const engine = { inbox, sender, read, model: toMysqlExpected };
    const counts = await checkAll(engine, mysqlWords);
    expect(counts["processed"]).toBeGreaterThan(runs / 10);
  });
});
