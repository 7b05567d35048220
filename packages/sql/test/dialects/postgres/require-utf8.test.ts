import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PgInboxOptions, pgInbox } from "../../../src/pg.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

const entry = {
  key: "a".repeat(64),
  account: "default",
  receivedAt: "2026-11-26T10:00:00.000Z",
  text: "{}",
  problem: "no user_id",
};

// Guards against events that the database cannot store as they are.
describeWithPostgres("pgInbox on other encodings than UTF8", () => {
  const admin = openPool().pool;
  const databases = { LATIN1: randomName(), SQL_ASCII: randomName() };

  beforeAll(async () => {
    for (const [encoding, name] of Object.entries(databases)) {
      await admin.query(
        `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
      );
    }
  });
  afterAll(async () => {
    for (const name of Object.values(databases)) {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    await admin.end();
  });

  async function assertAllReject(pool: Pool, message: RegExp): Promise<void> {
    const options: PgInboxOptions = { pool, schema: randomName() };
    // Each first use of an inbox.
    const calls = [
      () => pgInbox(options).migrate(),
      () => pgInbox(options).ping(),
      () => pgInbox(options).checkpoints.read("a"),
      () => pgInbox(options).checkpoints.write("a", "1"),
      () => pgInbox(options).addAccount("eu"),
      () => pgInbox(options).unreadable.add(entry),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(message);
    const applied = await createApply(pgInbox(options)).apply(() => undefined);
    expect(applied.outcome).toBe("inbox-unavailable");
    expect(applied.reason).toMatch(message);
    await pool.end();
  }

  it.each(["LATIN1", "SQL_ASCII"] as const)("rejects a %s database", async (encoding) => {
    const database = databases[encoding];
    const { pool } = openPool({ database });
    await assertAllReject(
      pool,
      new RegExp(`The database ${database} has the encoding ${encoding}, .*ENCODING 'UTF8'`),
    );
  });

  it("rejects connections with another client encoding", async () => {
    const { pool } = openPool();
    pool.on("connect", (client) => void client.query("SET client_encoding = 'LATIN1'"));
    await assertAllReject(pool, /client encoding LATIN1, .*Do not set client_encoding/);
  });

  it("checks again until the first check passes", async () => {
    const schema = randomName();
    const { pool } = openPool({ max: 1 });
    let isWrong = true;
    pool.on("connect", (client) => {
      if (isWrong) void client.query("SET client_encoding = 'LATIN1'");
    });
    const inbox = pgInbox({ pool, schema });
    for (let time = 0; time < 2; time += 1) {
      await expect(inbox.migrate()).rejects.toThrow("client encoding LATIN1");
    }
    isWrong = false;
    await inbox.migrate();
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });
});
