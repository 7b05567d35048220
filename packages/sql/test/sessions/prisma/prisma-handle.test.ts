import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { prismaInbox } from "../../../src/prisma.js";
import { Prisma } from "../../programs/generated/client.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";
import { openPrisma, type OpenedPrisma } from "./open-prisma.js";

type Tx = Prisma.TransactionClient;

describeWithPostgres("prismaInbox's tx", () => {
  const schema = randomName();
  const { pool: admin, settings } = openPool();
  let opened: OpenedPrisma;
  let apply: ReturnType<typeof createApply<Tx>>["apply"];

  beforeAll(async () => {
    await pgInbox({ pool: admin, schema }).migrate();
    await admin.query(`CREATE TABLE "${schema}".effects (id serial PRIMARY KEY, name text UNIQUE)`);
    opened = openPrisma(settings, schema);
    apply = createApply(prismaInbox({ prisma: opened.prisma, schema })).apply;
  });
  beforeEach(() => admin.query(`TRUNCATE "${schema}".effects`));
  afterAll(async () => {
    await opened.close();
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await admin.end();
  });

  const effects = async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT name FROM "${schema}".effects ORDER BY id`,
    );
    return rows.map(({ name }) => name);
  };
  const add = (tx: Tx, name: string) => tx.effect.create({ data: { name } });

  it("runs a batch in the inbox's transaction", async () => {
    const failing = await apply(async (tx) => {
      const [first, count] = await tx.$transaction([add(tx, "a"), tx.effect.count()]);
      expect([first.name, count]).toEqual(["a", 1]);
      throw new Error("the handler's");
    });
    expect(failing.outcome).toBe("handler-failed");
    expect(await effects()).toEqual([]);
  });

  it("rolls a failed batch back to a savepoint", async () => {
    const result = await apply(async (tx) => {
      await add(tx, "a");
      const batch = tx.$transaction([add(tx, "b"), add(tx, "a")]);
      await expect(batch).rejects.toThrow("Unique constraint");
      await add(tx, "c");
    });
    expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
    expect(await effects()).toEqual(["a", "c"]);
  });

  it("rejects its queries in a batch of the client", async () => {
    const result = await apply(async (tx) => {
      const batch = opened.prisma.$transaction([add(tx, "a"), opened.prisma.effect.count()]);
      await batch.catch(() => undefined);
    });
    expect(result.outcome).toBe("handler-failed");
    expect(result.reason).toContain("Use tx.$transaction([…])");
    expect(await effects()).toEqual([]);
  });

  it("runs a query once, when it is awaited", async () => {
    const result = await apply(async (tx) => {
      const query = add(tx, "a");
      expect(await tx.effect.count()).toBe(0);
      expect(await query).toEqual(await query);
    });
    expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
    expect(await effects()).toEqual(["a"]);
  });

  describe.each<[string, (tx: Tx) => PromiseLike<unknown>]>([
    ["a template", (tx) => tx.$executeRaw`COMMIT`],
    ["a template with a value", (tx) => tx.$queryRaw`COMMIT; SELECT ${1}`],
    ["a fragment", (tx) => tx.$executeRaw`${Prisma.raw("COMMIT")}`],
    [
      "a nested fragment",
      (tx) => tx.$executeRaw(Prisma.sql`${Prisma.sql`${Prisma.raw("COMMIT")}`}`),
    ],
    ["a text", (tx) => tx.$queryRawUnsafe("COMMIT")],
    ["a batch", (tx) => tx.$transaction([tx.$executeRaw`COMMIT`])],
    ["a nested transaction", (tx) => tx.$transaction((inner) => inner.$executeRaw`COMMIT`)],
    ["a session setting", (tx) => tx.$executeRaw`SET search_path = other`],
  ])("SQL that must not be sent, in %s", (_name, send) => {
    it("is rejected and fails the change", async () => {
      const result = await apply(async (tx) => {
        await add(tx, "a");
        await Promise.resolve(send(tx)).catch(() => undefined);
      });
      expect(result.outcome).toBe("handler-failed");
      expect(result.reason).toContain("was rejected and not sent");
      expect(await effects()).toEqual([]);
    });
  });

  it("passes values of raw queries", async () => {
    const result = await apply(async (tx) => {
      const name = "it's; COMMIT";
      await tx.$executeRaw`INSERT INTO ${Prisma.raw(`"${schema}".effects`)} (name) VALUES (${name})`;
      expect(await tx.$queryRaw`SELECT CAST(${1} AS integer) AS one`).toEqual([{ one: 1 }]);
    });
    expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
    expect(await effects()).toEqual(["it's; COMMIT"]);
  });

  it("fails a handler whose query never ran", async () => {
    const result = await apply((tx) => {
      void add(tx, "a");
    });
    expect(result.outcome).toBe("handler-failed");
    expect(result.reason).toContain("await every query on tx");
  });

  it("rejects a nested transaction that was not awaited", async () => {
    const result = await apply((tx) => {
      tx.$transaction((inner) => add(inner, "a")).catch(() => undefined);
    });
    expect(result.outcome).toBe("handler-failed");
    expect(await effects()).toEqual([]);
  });

  it("rolls back after transactionTimeoutMs", async () => {
    const inbox = prismaInbox({ prisma: opened.prisma, schema, transactionTimeoutMs: 300 });
    const result = await createApply(inbox).apply(async (tx) => {
      await add(tx, "a");
      await vi.waitFor(() => expect(tx.effect.count()).rejects.toThrow("Transaction"));
    });
    expect(result.outcome).not.toBe("processed");
    expect(await effects()).toEqual([]);
  });

  it("reports a pool without connections as unavailable", async () => {
    const small = openPrisma({ ...settings, max: 1 }, schema);
    const held = await small.pool.connect();
    const inbox = prismaInbox({ prisma: small.prisma, schema, acquireTimeoutMs: 200 });
    const { apply: applySmall } = createApply(inbox);
    expect(await applySmall((tx) => add(tx, "a"), { id: "1" })).toMatchObject({
      outcome: "inbox-unavailable",
    });
    held.release();
    expect(await applySmall((tx) => add(tx, "a"), { id: "2" })).toMatchObject({
      outcome: "processed",
    });
    await small.close();
  });

  it("includes the client's extensions", async () => {
    const prisma = opened.prisma.$extends({
      model: {
        effect: {
          add(name: string) {
            return (Prisma.getExtensionContext(this) as unknown as Tx["effect"]).create({
              data: { name },
            });
          },
        },
      },
    });
    const inbox = prismaInbox({ prisma, schema });
    const { apply: applyExtended } = createApply(inbox);
    const failing = await applyExtended(async (tx) => {
      await tx.effect.add("a");
      expect(await tx.effect.count()).toBe(1);
      throw new Error("the handler's");
    });
    expect(failing.reason).toContain("the handler's");
    expect(await effects()).toEqual([]);
  });
});
