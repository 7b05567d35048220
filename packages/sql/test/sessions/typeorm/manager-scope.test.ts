import type { DataSource, EntityManager } from "typeorm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { currentTransaction } from "../../../src/index.js";
import { typeormInbox } from "../../../src/typeorm.js";
import { createApply } from "../../fixture.js";
import { createDataSource, Effect } from "../../programs/data-source.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";
import { useEntities } from "../library/use-entities.js";

describe.each([
  ["postgres", postgres],
  ["mariadb", mariadb],
] as const)("typeormInbox with the type %s", (type, database) => {
  database.describe("its tx", () => {
    const fixture = useEntities(database);
    /** The cases of a test that another database does not have. */
    const onlyOn = (name: string) => (database.name === name ? [name] : []);
    let dataSource: DataSource;
    let applied: ReturnType<typeof createApply<EntityManager>>;

    beforeAll(async () => {
      const { settings, options } = fixture;
      dataSource = await createDataSource(type, settings, options.schema).initialize();
      const inbox = typeormInbox({ dataSource, ...options });
      await inbox.migrate();
      applied = createApply(inbox);
    });
    beforeEach(() => {
      applied.reports.length = 0;
    });
    afterAll(() => dataSource.destroy());

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
      expect(await fixture.effects()).toEqual([]);
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
      expect(await fixture.effects()).toEqual([]);
    });

    it("checks what is sent on the query runner's connection", async () => {
      const { outcome, reason } = await applied.apply(async (tx) => {
        const connection = (await tx.queryRunner?.connect()) as {
          promise?(): { query(sql: string): Promise<unknown> };
          query(sql: string): Promise<unknown>;
        };
        await (connection.promise?.() ?? connection).query("COMMIT").catch(() => undefined);
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toContain("COMMIT was rejected and not sent");
    });

    // TypeORM sends a statement only after the handler has returned.
    it("fails a handler that does not await a statement", async () => {
      const { outcome } = await applied.apply((tx) => {
        tx.save(Effect, { name: "a" }).catch(() => undefined);
      });
      expect(outcome).toBe("handler-failed");
      expect(await fixture.effects()).toEqual([]);
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

    it("nests in the isolation level of the inbox", async () => {
      const { outcome } = await applied.apply((tx) =>
        tx.transaction("READ COMMITTED", (inner) => inner.save(Effect, { name: "a" })),
      );
      expect(outcome).toBe("processed");
      expect(await fixture.effects()).toEqual(["a"]);
    });

    it.each(onlyOn("PostgreSQL"))("streams within the handler", async () => {
      const names: unknown[] = [];
      const { outcome } = await applied.apply(async (tx) => {
        await tx.save(Effect, [{ name: "a" }, { name: "b" }]);
        const stream = await tx.createQueryBuilder(Effect, "e").select("e.name", "name").stream();
        for await (const row of stream) names.push(row);
      });
      expect([outcome, ...names]).toEqual(["processed", { name: "a" }, { name: "b" }]);
    });
    it.each(onlyOn("MariaDB"))("explains that it cannot stream", async () => {
      const { outcome, reason } = await applied.apply((tx) =>
        tx.createQueryBuilder(Effect, "e").stream(),
      );
      expect(outcome).toBe("handler-failed");
      expect(reason).toContain("stream() on tx is not available on MariaDB");
    });

    it.each(onlyOn("MariaDB"))("rejects clear(), which commits", async () => {
      const { outcome, reason } = await applied.apply(async (tx) => {
        await tx.save(Effect, { name: "a" });
        await tx.clear(Effect).catch(() => undefined);
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toContain("TRUNCATE");
      expect(await fixture.effects()).toEqual([]);
    });
  });
});

describe("the options of typeormInbox", () => {
  const of = (type: string) =>
    ({ options: { type }, createQueryRunner: () => undefined }) as unknown as DataSource;

  it("reject a data source of another database", () => {
    expect(() => typeormInbox({ dataSource: of("mssql") })).toThrow(
      'must have the type "postgres", "mysql" or "mariadb", not "mssql".',
    );
  });

  it.each(["better-sqlite3", "sqljs", "expo"])("reject SQLite with the type %s", (type) => {
    expect(() => typeormInbox({ dataSource: of(type) })).toThrow(
      `not "${type}". On SQLite, handlers are synchronous`,
    );
  });

  it("reject the name of the tables' place in another database", () => {
    expect(() => typeormInbox({ dataSource: of("postgres"), database: "a" })).toThrow(/^database /);
    expect(() => typeormInbox({ dataSource: of("mariadb"), schema: "a" })).toThrow(/^schema /);
    expect(() => typeormInbox({ dataSource: of("mysql"), database: "a" })).not.toThrow();
  });
});
