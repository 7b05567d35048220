import { describeWithPostgres, openPool, openProxy, randomName } from "../../server.js";
import type { DatabaseUnderTest, ServerUnderTest } from "./database-under-test.js";
import { untilNoticed } from "../../until-noticed.js";

export const postgres: DatabaseUnderTest = {
  name: "PostgreSQL",
  describe: describeWithPostgres,
  connect,
  openProxy,
  failing: "SELECT 1/0",
  isFailure: /division by zero/,
  toSleep: (seconds) => `SELECT pg_sleep(${seconds})`,
  toEffects: (table) =>
    `CREATE TABLE ${table} (at serial, name text UNIQUE DEFERRABLE INITIALLY DEFERRED)`,
  toEntities: (table) => `CREATE TABLE ${table} (id serial PRIMARY KEY, name text UNIQUE)`,
  rejected: [
    "COMMIT",
    "ROLLBACK",
    "end",
    "/* ; */ COMMIT -- now",
    "ROLLBACK; BEGIN",
    "SELECT 1; COMMIT",
    "PREPARE TRANSACTION 'x'",
  ],
};

function connect(): ServerUnderTest {
  const { pool, settings } = openPool();
  const { host = "", port = 0, user = "", database = "" } = settings;
  const read: ServerUnderTest["read"] = async <Row extends object>(text: string) =>
    (await pool.query<Row>(text)).rows;
  return {
    read,
    async createNamespace() {
      const name = randomName();
      await pool.query(`CREATE SCHEMA ${name}`);
      return name;
    },
    async dropNamespace(namespace) {
      await pool.query(`DROP SCHEMA ${namespace} CASCADE`);
    },
    async clear(namespace) {
      await pool.query(`TRUNCATE ${namespace}.effects, ${namespace}.numipay_changes CASCADE`);
    },
    toSettings: async (name) => ({
      host,
      port,
      user,
      password: "",
      database,
      max: 4,
      application_name: name,
    }),
    toOptions: (schema) => ({ schema }),
    async terminate(name) {
      const ended = await read<{ ended: boolean }>(
        `SELECT pg_terminate_backend(pid, 20000) AS ended FROM pg_stat_activity WHERE application_name = '${name}'`,
      );
      if (!ended.every((row) => row.ended)) throw new Error("A backend did not end in 20 seconds.");
      if (ended.length > 0) await untilNoticed();
    },
    close: () => pool.end(),
  };
}
