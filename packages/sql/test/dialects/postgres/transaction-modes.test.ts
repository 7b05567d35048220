import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PgInbox, pgInbox } from "../../../src/pg.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

const settings: readonly { name: string; options: string }[] = [
  { name: "repeatable read", options: "-c default_transaction_isolation=repeatable\\ read" },
  { name: "serializable", options: "-c default_transaction_isolation=serializable" },
  { name: "read-only", options: "-c default_transaction_read_only=on" },
  {
    name: "deferrable",
    options:
      "-c default_transaction_isolation=serializable -c default_transaction_read_only=on -c default_transaction_deferrable=on",
  },
];

const six = <Value>(call: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: 6 }, (_, index) => call(index)));

// Guards against the modes of the inbox's transactions set from outside: decision 0026.
describe.each(settings)("on connections that default to $name", ({ options }) => {
  describeWithPostgres("pgInbox", () => {
    const schema = randomName();
    const admin = openPool().pool;
    const { pool } = openPool({ options, max: 8 });
    const inboxes: PgInbox[] = Array.from({ length: 6 }, () =>
      pgInbox({ pool, schema, keepContent: true }),
    );
    const [inbox] = inboxes as [PgInbox];
    const { apply } = createApply(inbox);

    beforeAll(async () => {
      await Promise.all(inboxes.map((one) => one.migrate()));
    });
    afterAll(async () => {
      await pool.end();
      await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.end();
    });

    it("applies concurrent changes once", async () => {
      const ids = Array.from({ length: 6 }, () => randomUUID());
      const modes = new Set<unknown>();
      const first = await six((index) =>
        apply(
          async (tx) => {
            const { rows } = await tx.query(
              "SELECT current_setting('transaction_isolation') AS isolation, current_setting('transaction_read_only') AS read_only",
            );
            modes.add(JSON.stringify(rows[0]));
          },
          { id: ids[index] as string },
        ),
      );
      expect(first.map(({ outcome }) => outcome)).toEqual(Array(6).fill("processed"));
      expect([...modes]).toEqual(['{"isolation":"read committed","read_only":"off"}']);
      const again = await six((index) => apply(() => undefined, { id: ids[index] as string }));
      expect(again.map(({ outcome }) => outcome)).toEqual(Array(6).fill("duplicate"));
    });

    it("records a conflict six times at once", async () => {
      const change = {
        account: "default",
        isHandled: true,
        transactionKey: `deposit:${randomUUID()}`,
        key: "conflict",
        status: "successful",
        rank: 1 as const,
        content: "{}",
      };
      const claim = await inbox.claim(change);
      if (claim.state === "new") await inbox.complete(change, claim.lease);
      const states = await six((index) =>
        (inboxes[index] as PgInbox).claim({ ...change, content: '{"a":1}' }),
      );
      expect(states.map(({ state }) => state)).toEqual(Array(6).fill("conflict"));
      const { rows } = await admin.query(`SELECT times FROM "${schema}".numipay_conflicts`);
      expect(rows).toEqual([{ times: 6 }]);
    });

    it("writes checkpoints, accounts and deliveries at once", async () => {
      await six((index) => (inboxes[index] as PgInbox).checkpoints.write("a", "1"));
      expect(await inbox.checkpoints.read("a")).toBe("1");
      await inbox.addAccount("eu");
      expect([...(await inbox.accounts.read()).keys()]).toContain("eu");
      const entry = {
        key: "a".repeat(64),
        account: "eu",
        receivedAt: "2026-11-26T10:00:00.000Z",
        text: "{}",
        problem: "no user_id",
      };
      await six((index) => (inboxes[index] as PgInbox).unreadable.add(entry));
      expect(await inbox.unreadable.list()).toEqual([entry]);
      await inbox.unreadable.remove(entry.key);
      expect(await inbox.unreadable.list()).toEqual([]);
    });

    it("archives, and passes its health check", async () => {
      await apply(() => undefined);
      expect(await inbox.archive({ olderThan: new Date(Date.now() + 60_000) })).toBeGreaterThan(0);
      await inbox.ping();
    });

    // DEFERRABLE waits for every serializable transaction that writes.
    it("reads beside an open serializable transaction", async () => {
      const writer = await admin.connect();
      try {
        await writer.query("BEGIN ISOLATION LEVEL SERIALIZABLE");
        await writer.query(`UPDATE "${schema}".numipay_marks SET value = '2'`);
        expect(await inbox.checkpoints.read("none")).toBeUndefined();
        expect([...(await inbox.accounts.read()).keys()]).toContain("eu");
        expect(await inbox.unreadable.list()).toEqual([]);
        await inbox.migrate();
      } finally {
        await writer.query("ROLLBACK");
        writer.release();
      }
    });
  });
});
