import { afterAll, beforeAll, expect, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { createApply } from "../../fixture.js";

// Guards against a record written to another schema: decision 0025.
describeWithPostgres("pgInbox without a schema", () => {
  const [home, other] = [randomName(), randomName()];
  const { pool } = openPool({ max: 1, options: `-c search_path=${home}` });
  const admin = openPool().pool;

  beforeAll(async () => {
    for (const schema of [home, other]) await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE "${home}".effects (name text);
      CREATE FUNCTION "${home}".drift() RETURNS void LANGUAGE plpgsql AS
        $$ BEGIN PERFORM set_config('search_path', '${other}', false); END $$`);
  });

  afterAll(async () => {
    await pool.end();
    for (const schema of [home, other]) await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.end();
  });

  const countIn = async (table: string): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
    return rows[0]?.count ?? -1;
  };

  it("rejects a connection whose search path changed", async () => {
    const { apply } = createApply(pgInbox({ pool }));
    const insert = `INSERT INTO "${home}".effects VALUES ('x')`;
    const first = await apply(async (tx) => {
      await tx.query(insert);
      await tx.query(`SELECT "${home}".drift()`);
    });
    expect(first.outcome).toBe("processed");

    const id = "after-the-drift";
    const rejected = await apply((tx) => tx.query(insert), { id });
    expect(rejected.outcome).toBe("inbox-unavailable");
    expect(rejected.reason).toContain("Set the inbox's schema option");
    expect((await apply((tx) => tx.query(insert), { id })).outcome).toBe("processed");
    expect((await apply((tx) => tx.query(insert), { id })).outcome).toBe("duplicate");
    expect(await countIn(`"${home}".effects`)).toBe(2);
    expect(await countIn(`"${home}".numipay_changes`)).toBe(2);
    expect(await countIn(`"${other}".numipay_changes`)).toBe(0);
  });
});
