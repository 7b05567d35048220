import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { prismaInbox } from "../../../src/prisma.js";
import { createApply } from "../../fixture.js";
import { Prisma, type PrismaClient } from "../../programs/generated/client.js";
import { openPrisma } from "../../programs/open-prisma.js";
import { mariadb } from "../library/mariadb-under-test.js";
import { postgres } from "../library/postgres-under-test.js";
import { useEntities } from "../library/use-entities.js";

type Tx = Prisma.TransactionClient;

describe.each([
  ["postgresql", postgres],
  ["mysql", mariadb],
] as const)("prismaInbox with the provider %s", (provider, database) => {
  database.describe("its tx", () => {
    const fixture = useEntities(database);
    let prisma: PrismaClient;
    let apply: ReturnType<typeof createApply<Tx>>["apply"];

    const open = (max = 4) =>
      openPrisma(provider, { ...fixture.settings, max }, fixture.options.schema);

    beforeAll(async () => {
      prisma = open();
      const inbox = prismaInbox({ prisma, provider, ...fixture.options });
      await inbox.migrate();
      ({ apply } = createApply(inbox));
    });
    afterAll(() => prisma.$disconnect());

    const add = (tx: Tx, name: string) => tx.effect.create({ data: { name } });

    it("runs a batch in the inbox's transaction", async () => {
      const failing = await apply(async (tx) => {
        const [first, count] = await tx.$transaction([add(tx, "a"), tx.effect.count()]);
        expect([first.name, count]).toEqual(["a", 1]);
        throw new Error("the handler's");
      });
      expect(failing.outcome).toBe("handler-failed");
      expect(await fixture.effects()).toEqual([]);
    });

    it("rolls a failed batch back to a savepoint", async () => {
      const result = await apply(async (tx) => {
        await add(tx, "a");
        const batch = tx.$transaction([add(tx, "b"), add(tx, "a")]);
        await expect(batch).rejects.toThrow("Unique constraint");
        await add(tx, "c");
      });
      expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
      expect(await fixture.effects()).toEqual(["a", "c"]);
    });

    it("rejects its queries in a batch of the client", async () => {
      const result = await apply(async (tx) => {
        const batch = prisma.$transaction([add(tx, "a"), prisma.effect.count()]);
        await batch.catch(() => undefined);
      });
      expect(result.outcome).toBe("handler-failed");
      expect(result.reason).toContain("Use tx.$transaction([…])");
      expect(await fixture.effects()).toEqual([]);
    });

    it("runs a query once, when it is awaited", async () => {
      const result = await apply(async (tx) => {
        const query = add(tx, "a");
        expect(await tx.effect.count()).toBe(0);
        expect(await query).toEqual(await query);
      });
      expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
      expect(await fixture.effects()).toEqual(["a"]);
    });

    const sets = provider === "postgresql" ? "SET search_path = other" : "SET sql_mode = ''";
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
      ["a session setting", (tx) => tx.$executeRawUnsafe(sets)],
    ])("SQL that must not be sent, in %s", (_name, send) => {
      it("is rejected and fails the change", async () => {
        const result = await apply(async (tx) => {
          await add(tx, "a");
          await Promise.resolve(send(tx)).catch(() => undefined);
        });
        expect(result.outcome).toBe("handler-failed");
        expect(result.reason).toContain("was rejected and not sent");
        expect(await fixture.effects()).toEqual([]);
      });
    });

    it("passes values of raw queries", async () => {
      const result = await apply(async (tx) => {
        const name = "it's; COMMIT";
        await tx.$executeRaw`INSERT INTO ${Prisma.raw(fixture.table)} (name) VALUES (${name})`;
        const rows = await tx.$queryRaw<{ one: unknown }[]>`SELECT CAST(${1} AS decimal) AS one`;
        expect(String(rows[0]?.one)).toBe("1");
      });
      expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
      expect(await fixture.effects()).toEqual(["it's; COMMIT"]);
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
      expect(await fixture.effects()).toEqual([]);
    });

    it("rolls back after transactionTimeoutMs", async () => {
      const inbox = prismaInbox({
        prisma,
        provider,
        ...fixture.options,
        transactionTimeoutMs: 300,
      });
      const result = await createApply(inbox).apply(async (tx) => {
        await add(tx, "a");
        await vi.waitFor(() => expect(tx.effect.count()).rejects.toThrow(/transaction/i), {
          timeout: 20_000,
        });
      });
      expect(result.outcome).not.toBe("processed");
      expect(await fixture.effects()).toEqual([]);
    });

    it("reports a pool without connections as unavailable", async () => {
      const small = open(1);
      const options = { prisma: small, provider, ...fixture.options, acquireTimeoutMs: 200 };
      const { apply: applySmall } = createApply(prismaInbox(options));
      let release = (): void => undefined;
      let held: Promise<unknown> = Promise.resolve();
      await new Promise<void>((started) => {
        held = small.$transaction(() => {
          started();
          return new Promise<void>((resolve) => {
            release = resolve;
          });
        });
      });
      expect(await applySmall((tx) => add(tx, "a"), { id: "1" })).toMatchObject({
        outcome: "inbox-unavailable",
      });
      release();
      await held;
      expect(await applySmall((tx) => add(tx, "a"), { id: "2" })).toMatchObject({
        outcome: "processed",
      });
      await small.$disconnect();
    });

    it("explains that the client has another provider", async () => {
      const other = provider === "mysql" ? "postgresql" : "mysql";
      const inbox = prismaInbox({ prisma, provider: other });
      const isExplained = /not connected to (?:MariaDB|PostgreSQL)\. Set the inbox's provider/;
      await expect(inbox.migrate()).rejects.toThrow(isExplained);
      await expect(inbox.ping()).rejects.toThrow(isExplained);
      expect(await createApply(inbox).apply(() => undefined)).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(isExplained),
      });
    });

    it("includes the client's extensions", async () => {
      const extended = prisma.$extends({
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
      const inbox = prismaInbox({ prisma: extended, provider, ...fixture.options });
      const { apply: applyExtended } = createApply(inbox);
      const failing = await applyExtended(async (tx) => {
        await tx.effect.add("a");
        expect(await tx.effect.count()).toBe(1);
        throw new Error("the handler's");
      });
      expect(failing.reason).toContain("the handler's");
      expect(await fixture.effects()).toEqual([]);
    });
  });
});

describe("the options of prismaInbox", () => {
  const prisma = { $transaction: () => undefined, $executeRawUnsafe: () => undefined };

  it("reject SQLite", () => {
    expect(() => prismaInbox({ prisma, provider: "sqlite" as "mysql" })).toThrow(
      'must be "postgresql", or "mysql" for MariaDB, not "sqlite". On SQLite, handlers are',
    );
  });

  it("reject the name of the tables' place in another database", () => {
    expect(() => prismaInbox({ prisma, database: "a" })).toThrow(/^database /);
    expect(() => prismaInbox({ prisma, provider: "mysql", schema: "a" })).toThrow(/^schema /);
    expect(() => prismaInbox({ prisma, provider: "mysql", database: "a" })).not.toThrow();
  });
});
