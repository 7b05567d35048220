import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { toSql } from "../../to-sql.js";
import { toTableNames } from "../../../src/dialects/postgres/table-names.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

const role = randomName();

describeWithPostgres("pgInbox with a role that does not own the tables", () => {
  const admin = openPool().pool;
  let schema: string;
  let pool: Pool;

  beforeAll(async () => {
    await admin.query(`CREATE ROLE "${role}" LOGIN`);
  });
  beforeEach(() => {
    schema = randomName();
    pool = openPool({ user: role }).pool;
  });
  afterEach(async () => {
    await pool.end();
    await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
  });
  afterAll(async () => {
    await admin.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    await admin.end();
  });

  const grant = () =>
    admin.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}";
      GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "${schema}" TO "${role}";
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${role}"`);

  it("migrates, checks and applies with the documented privileges", async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await grant();
    const inbox = pgInbox({ pool, schema });
    await inbox.migrate();
    await inbox.ping();
    expect((await createApply(inbox).apply(() => undefined)).outcome).toBe("processed");
  });

  it("explains what migrate needs for an upgrade", async () => {
    await admin.query(`CREATE SCHEMA "${schema}"`);
    const names = toTableNames({ schema });
    await admin.query(`${toSql(names, 0, 1)} DELETE FROM ${names.migrations}`);
    await grant();
    const explained = /may not create or change them \(.*\)\. Call migrate\(\) once with the role/;
    await expect(pgInbox({ pool, schema }).migrate()).rejects.toThrow(explained);
    await expect(pgInbox({ pool, schema: "missing" }).migrate()).rejects.toThrow(explained);
  });

  it("migrates in its own schema without CREATE on the database", async () => {
    await admin.query(`CREATE SCHEMA "${schema}" AUTHORIZATION "${role}"`);
    const inbox = pgInbox({ pool, schema });
    await inbox.migrate();
    await expect(inbox.ping()).resolves.toBeUndefined();
  });

  it.each([
    ["INSERT on a table", (at: string) => `INSERT ON "${at}".numipay_conflicts`],
    ["INSERT on the changes", (at: string) => `INSERT ON "${at}".numipay_changes`],
    ["UPDATE on the changes", (at: string) => `UPDATE ON "${at}".numipay_changes`],
    ["SELECT on the accounts", (at: string) => `SELECT ON "${at}".numipay_accounts`],
    ["USAGE on the sequence", (at: string) => `USAGE ON SEQUENCE "${at}".numipay_fence`],
    ["USAGE on the schema", (at: string) => `USAGE ON SCHEMA "${at}"`],
  ])("fails its health check without %s", async (_name, toPrivilege) => {
    await pgInbox({ pool: admin, schema }).migrate();
    await grant();
    await admin.query(`REVOKE ${toPrivilege(schema)} FROM "${role}"`);
    await expect(pgInbox({ pool, schema }).ping()).rejects.toThrow(
      /The inbox or the journal has no permission to use its tables \(permission denied for/,
    );
  });

  it("claims with plain statements without EXECUTE on the functions", async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await grant();
    await admin.query(`REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA "${schema}" FROM PUBLIC`);
    const inbox = pgInbox({ pool, schema });
    await inbox.ping();
    const { apply } = createApply(inbox);
    const ids = ["a", "b", "c"];
    // The first ones fail at the same time.
    const applied = await Promise.all(ids.map((id) => apply(() => undefined, { id })));
    expect(applied.map(({ outcome }) => outcome)).toEqual(Array(3).fill("processed"));
    expect((await apply(() => undefined, { id: "a" })).outcome).toBe("duplicate");
  });

  // The privilege belongs to a database, and creating one takes long on a busy server.
  it("migrates without the privilege to create functions", { timeout: 60_000 }, async () => {
    const database = randomName();
    await admin.query(`CREATE DATABASE "${database}"`);
    const owner = openPool({ database }).pool;
    const own = openPool({ database, user: role }).pool;
    try {
      await owner.query(`REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
        CREATE SCHEMA "${schema}" AUTHORIZATION "${role}"`);
      const inbox = pgInbox({ pool: own, schema });
      await inbox.migrate();
      await inbox.migrate();
      await inbox.ping();
      const { apply } = createApply(inbox);
      expect((await apply(() => undefined, { id: "a" })).outcome).toBe("processed");
      expect((await apply(() => undefined, { id: "a" })).outcome).toBe("duplicate");
    } finally {
      await own.end();
      await owner.end();
      await expect
        .poll(async () => {
          const { rowCount } = await admin.query(
            "SELECT FROM pg_stat_activity WHERE datname = $1",
            [database],
          );
          return rowCount;
        })
        .toBe(0);
      await admin.query(`DROP DATABASE "${database}"`);
    }
  });

  it("fails its health check without EXECUTE on a function", async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await grant();
    await admin.query(
      `REVOKE EXECUTE ON FUNCTION "${schema}".numipay_complete FROM PUBLIC, "${role}"`,
    );
    await expect(pgInbox({ pool, schema }).ping()).rejects.toThrow(
      "EXECUTE on both functions or none",
    );
  });
});

// Guards against a race to create the schema.
describeWithPostgres("migrate of several inboxes in a new schema", () => {
  it("creates the schema once", async () => {
    const schema = randomName();
    const pools = Array.from({ length: 6 }, () => openPool().pool);
    try {
      await Promise.all(
        pools.map((pool, index) =>
          pgInbox({ pool, schema, tablePrefix: `shop${index % 3}_` }).migrate(),
        ),
      );
      const [pool] = pools as [Pool];
      const { rows } = await pool.query(
        "SELECT count(*)::int FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'shop%changes'",
        [schema],
      );
      expect(rows).toEqual([{ count: 3 }]);
    } finally {
      await pools[0]?.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
      for (const pool of pools) await pool.end();
    }
  });
});
