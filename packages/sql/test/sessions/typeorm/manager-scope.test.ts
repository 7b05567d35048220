import type { DataSource, EntityManager } from "typeorm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { currentTransaction } from "../../../src/index.js";
import { pgInbox } from "../../../src/pg.js";
import { typeormInbox } from "../../../src/typeorm.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { createDataSource, Effect } from "./data-source.js";

describeWithPostgres("typeormInbox's tx", () => {
  const schema = randomName();
  const { pool: admin, settings } = openPool();
  let dataSource: DataSource;
  let applied: ReturnType<typeof createApply<EntityManager>>;

  beforeAll(async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE "${schema}".effects (id serial PRIMARY KEY, name text UNIQUE)`);
    dataSource = await createDataSource(settings, schema).initialize();
  });
  beforeEach(async () => {
    await admin.query(`TRUNCATE "${schema}".effects`);
    applied = createApply(typeormInbox({ dataSource, schema }));
  });
  afterAll(async () => {
    await dataSource.destroy();
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.end();
  });

  const effects = async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT name FROM "${schema}".effects ORDER BY id`,
    );
    return rows.map(({ name }) => name);
  };

  it("allows pessimistic locks, also after a nested transaction", async () => {
    const { outcome, reason } = await applied.apply(async (tx) => {
      await tx.transaction((inner) => inner.save(Effect, { name: "a" }));
      const found = await tx.findOne(Effect, {
        where: { name: "a" },
        lock: { mode: "pessimistic_write" },
      });
      expect(found?.name).toBe("a");
    });
    expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
  });

  it("gives repositories that are in the transaction", async () => {
    const repository = dataSource.getRepository(Effect);
    const { reason } = await applied.apply(async (tx) => {
      await tx.getRepository(Effect).save({ name: "a" });
      await tx.withRepository(repository).save({ name: "b" });
      await tx.createQueryBuilder().insert().into(Effect).values({ name: "c" }).execute();
      expect(await tx.count(Effect)).toBe(3);
      throw new Error("the handler's");
    });
    expect(reason).toContain("the handler's");
    expect(await effects()).toEqual([]);
  });

  it("streams within the handler", async () => {
    const names: unknown[] = [];
    const { outcome } = await applied.apply(async (tx) => {
      await tx.save(Effect, [{ name: "a" }, { name: "b" }]);
      const stream = await tx.createQueryBuilder(Effect, "e").select("e.name", "name").stream();
      for await (const row of stream) names.push(row);
    });
    expect([outcome, ...names]).toEqual(["processed", { name: "a" }, { name: "b" }]);
  });

  it.each([
    ["commitTransaction", "COMMIT was rejected and not sent"],
    ["rollbackTransaction", "ROLLBACK was rejected and not sent"],
    ["release", "queryRunner.release() was rejected"],
  ] as const)("rejects queryRunner.%s()", async (method, message) => {
    const { outcome, reason } = await applied.apply(async (tx) => {
      await tx.save(Effect, { name: "a" });
      await tx.queryRunner?.[method]();
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toContain(message);
    expect(await effects()).toEqual([]);
  });

  it("checks what is sent on the query runner's connection", async () => {
    const { outcome, reason } = await applied.apply(async (tx) => {
      const connection = (await tx.queryRunner?.connect()) as {
        query(sql: string): Promise<unknown>;
      };
      await connection.query("COMMIT").catch(() => undefined);
    });
    expect(outcome).toBe("handler-failed");
    expect(reason).toContain("COMMIT was rejected and not sent");
  });

  it("rejects another isolation level", async () => {
    const { outcome, reason } = await applied.apply((tx) =>
      tx.transaction("SERIALIZABLE", (inner) => inner.save(Effect, { name: "a" })),
    );
    expect(outcome).toBe("handler-failed");
    expect(reason).toContain("READ COMMITTED and READ WRITE");
  });

  it("is not used by repositories of the data source", async () => {
    await applied.apply(() => dataSource.getRepository(Effect).save({ name: "a" }));
    await applied.apply(async () => {
      await currentTransaction<EntityManager>()?.getRepository(Effect).save({ name: "b" });
    });
    expect(applied.reports.map(({ txUsed }) => txUsed)).toEqual([false, true]);
  });

  it("rejects a data source of another database", () => {
    const sqlite = { options: { type: "sqljs" }, createQueryRunner: () => undefined };
    expect(() => typeormInbox({ dataSource: sqlite as unknown as DataSource })).toThrow(
      'must have the type "postgres", not "sqljs"',
    );
  });
});
