import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

const home = randomName();
const tenant = randomName();
const role = randomName();

/** Everything that the inbox's functions name, with other results. */
const decoys = `
  CREATE FUNCTION "${tenant}".nextval(regclass) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
  CREATE FUNCTION "${tenant}".now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz';
  CREATE FUNCTION "${tenant}".txid_current() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
  CREATE FUNCTION "${tenant}".current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '${role}' $$;
  CREATE FUNCTION "${tenant}".pg_try_advisory_xact_lock(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
  CREATE FUNCTION "${tenant}".decode(text, text) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$;
  CREATE FUNCTION "${tenant}".encode(bytea, text) RETURNS text LANGUAGE sql AS $$ SELECT '' $$;
  CREATE FUNCTION "${tenant}".json_build_array(bigint, text, text, text) RETURNS json LANGUAGE sql AS $$ SELECT '[]'::json $$;
  CREATE FUNCTION "${tenant}".json_build_array(text, text, boolean, boolean) RETURNS json LANGUAGE sql AS $$ SELECT '[]'::json $$;
  CREATE FUNCTION "${tenant}".is_equal(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
  CREATE FUNCTION "${tenant}".is_equal(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
  CREATE FUNCTION "${tenant}".is_other(bytea, bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
  CREATE OPERATOR "${tenant}".= (LEFTARG = text, RIGHTARG = text, FUNCTION = "${tenant}".is_equal);
  CREATE OPERATOR "${tenant}".= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = "${tenant}".is_equal);
  CREATE OPERATOR "${tenant}".<> (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = "${tenant}".is_other);
  CREATE DOMAIN "${tenant}".text AS integer;`;

// Guards against statements of the inbox that a tenant's settings redirect: decision 0025.
describeWithPostgres("pgInbox with tenants", () => {
  const admin = openPool().pool;
  let pool: Pool;

  beforeAll(async () => {
    for (const schema of [home, tenant]) await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE "${tenant}".effects (name text UNIQUE);
      CREATE ROLE "${role}";
      GRANT USAGE ON SCHEMA "${tenant}" TO "${role}";
      GRANT SELECT, INSERT ON "${tenant}".effects TO "${role}";
      CREATE FUNCTION "${tenant}".become() RETURNS void LANGUAGE plpgsql AS
        $$ BEGIN PERFORM set_config('role', '${role}', true); END $$`);
    await admin.query(decoys);
  });
  beforeEach(async () => {
    // The tables are found by the search path, as with most inboxes.
    pool = openPool({ max: 1, options: `-c search_path=${home}` }).pool;
    await admin.query(
      `TRUNCATE "${tenant}".effects, "${tenant}".numipay_changes, "${home}".numipay_changes`,
    );
  });
  afterAll(async () => {
    await admin.query(`DROP SCHEMA "${tenant}" CASCADE; DROP SCHEMA "${home}" CASCADE`);
    await admin.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    await admin.end();
  });

  const recordsIn = async (schema: string): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      `SELECT count(*)::int FROM "${schema}".numipay_changes`,
    );
    return rows[0]?.count ?? -1;
  };

  const play = async (set: (tx: PoolClient) => Promise<unknown>) => {
    const { apply } = createApply(pgInbox({ pool }));
    const handler = async (tx: PoolClient): Promise<void> => {
      await set(tx);
      await tx.query(`INSERT INTO "${tenant}".effects VALUES ('a')`);
    };
    const outcomes = [];
    for (let time = 0; time < 2; time += 1) outcomes.push(await apply(handler, { id: "one" }));
    await pool.end();
    return outcomes;
  };

  it.each([
    `SET LOCAL search_path = "${tenant}"`,
    `SET LOCAL search_path = "${tenant}", pg_catalog`,
    `SET search_path = "${tenant}", pg_catalog, "${home}"`,
    `SET LOCAL ROLE "${role}"`,
    `SET ROLE "${role}"`,
    `SET LOCAL SESSION AUTHORIZATION "${role}"`,
    `SELECT set_config('role', '${role}', true)`,
    `SET LOCAL client_encoding = 'LATIN1'`,
  ])("records its own change after %j", async (text) => {
    const outcomes = await play((tx) => tx.query(text));
    expect(outcomes).toMatchObject([{ outcome: "processed" }, { outcome: "duplicate" }]);
    expect([await recordsIn(home), await recordsIn(tenant)]).toEqual([1, 0]);
  });

  it("records after set_config with parameters", async () => {
    const outcomes = await play((tx) =>
      tx.query("SELECT set_config($1, $2, true)", ["role", role]),
    );
    expect(outcomes).toMatchObject([{ outcome: "processed" }, { outcome: "duplicate" }]);
  });

  it("rolls back and explains when a function changed the role", async () => {
    await admin.query(`GRANT USAGE ON SCHEMA "${home}" TO "${role}"`);
    const outcomes = await play((tx) => tx.query(`SELECT "${tenant}".become()`));
    for (const { outcome, reason } of outcomes) {
      expect(outcome).toBe("inbox-unavailable");
      expect(reason).toContain("a function that a handler called has changed the role");
    }
    const { rows } = await admin.query(`SELECT name FROM "${tenant}".effects`);
    expect(rows).toEqual([]);
  });
});
