import { defaultAccount, type Change } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Opened } from "../../../src/dialects/dialect.js";
import { notRecorded } from "../../../src/dialects/postgres/migrations.js";
import { postgresDialect } from "../../../src/dialects/postgres/postgres-dialect.js";
import { describeWithPostgres } from "../../server.js";
import { openServerFixture, type ServerFixture } from "../../fixture.js";

const limits = { lockTimeoutMs: 1000, idleTimeoutMs: 1000, statementTimeoutMs: 1000 };

const change: Change = {
  account: defaultAccount,
  isHandled: true,
  transactionKey: "deposit:1",
  key: "deposit:1:successful",
  status: "successful",
  rank: 1,
  content: "{}",
};

// Without the statement guard: the database alone must never commit an effect without its record.
// Guards against an effect that commits without its record: decisions 0025 and 0038.
const missing = { code: "42883", message: "function numipay_claim does not exist" };

for (const hasFunctions of [true, false]) {
  describeWithPostgres(`complete ${hasFunctions ? "with" : "without"} functions`, () => {
    let fixture: ServerFixture;
    let client: PoolClient;
    let opened: Opened;
    const dialect = () => {
      const created = postgresDialect({ schema: fixture.schema });
      if (!hasFunctions) created.lacksFunctions?.(missing);
      return created;
    };
    const send = (...statements: string[]) => client.query(statements.join(";"));
    const complete = () =>
      send(
        ...dialect().complete({ change, opened, isRecorded: false, isAltered: false }),
        "COMMIT",
      );
    const kept = async () => ({
      effects: await fixture.effects(),
      records: await fixture.records(),
    });

    beforeAll(async () => {
      fixture = await openServerFixture();
    });
    beforeEach(async () => {
      await fixture.clear();
      client = await fixture.pool.connect();
      const { write } = dialect();
      const { statements, read } = dialect().claim(change, limits);
      const results = (await send(write.begin, ...statements)) as unknown as {
        rows: Record<string, string>[];
      }[];
      opened = read(results.map(({ rows }) => ({ rows, rowCount: 0 }))).opened as Opened;
    });
    afterEach(() => client.release(true));
    afterAll(() => fixture.close());

    it("commits the record with the effect", async () => {
      await fixture.write(client, "a");
      await complete();
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    it.each([
      ["a new transaction", "ROLLBACK; BEGIN"],
      ["a chained transaction", "ROLLBACK AND CHAIN"],
      [
        "a new transaction with the same settings",
        "ROLLBACK; BEGIN; SET LOCAL lock_timeout = 1000",
      ],
    ])("commits nothing in %s", async (_name, end) => {
      await client.query(end);
      await fixture.write(client, "a");
      await expect(complete()).rejects.toThrow(notRecorded);
      client.release(true);
      client = await fixture.pool.connect();
      expect(await kept()).toEqual({ effects: [], records: 0 });
    });

    it("records nothing after the transaction has ended", async () => {
      await client.query("COMMIT");
      await expect(complete()).rejects.toThrow(notRecorded);
      expect(await kept()).toEqual({ effects: [], records: 0 });
    });

    it("commits nothing if a trigger suppresses the record", async () => {
      const at = `"${fixture.schema}"`;
      await fixture.pool.query(
        `CREATE FUNCTION ${at}.swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
       CREATE TRIGGER swallow BEFORE INSERT ON ${at}.numipay_changes FOR EACH ROW EXECUTE FUNCTION ${at}.swallow()`,
      );
      await fixture.write(client, "a");
      await expect(complete()).rejects.toThrow(notRecorded);
      client.release(true);
      await fixture.pool.query(`DROP FUNCTION ${at}.swallow() CASCADE`);
      client = await fixture.pool.connect();
      expect(await kept()).toEqual({ effects: [], records: 0 });
    });
  });
}

describe("lacksFunctions", () => {
  const dialect = postgresDialect();

  it("recognizes each of several claims that failed at once", () => {
    const forbidden = { code: "42501", message: "permission denied for function numipay_claim" };
    expect([missing, missing, forbidden].map((error) => dialect.lacksFunctions?.(error))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([
    { code: "42883", message: "function missing_one does not exist" },
    { code: "42501", message: "permission denied for table numipay_changes" },
    new Error("Connection terminated"),
  ])("leaves $message to others", (error) => {
    expect(dialect.lacksFunctions?.(error)).toBe(false);
  });
});
