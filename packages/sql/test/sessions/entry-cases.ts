import { execPath } from "node:process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Transaction } from "@numipay/core";
import type { Pool, PoolConfig } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SqlInbox } from "../../src/inbox/sql-inbox.js";
import { pgInbox } from "../../src/pg.js";
import { newChange } from "../changes.js";
import { createApply } from "../fixture.js";
import { describeWithPostgres, openPool, randomName } from "../server.js";

/** How to connect, and the limits of the inbox. */
export interface EntryOptions {
  settings: PoolConfig;
  schema: string;
  limits?: { acquireTimeoutMs?: number };
}

/** An inbox on a connection pool of its library. */
export interface OpenedEntry<Tx> {
  inbox: SqlInbox<Tx>;
  close: () => Promise<void>;
}

/** An entry on PostgreSQL, and how handlers use its library. */
export interface EntryUnderTest<Tx> {
  open(options: EntryOptions): Promise<OpenedEntry<Tx>>;
  /** Inserts a row of `effects` as users of the library do. */
  write(tx: Tx, name: string): Promise<unknown>;
  /** Runs a statement as text. */
  run(tx: Tx, sql: string): Promise<unknown>;
  /** Runs the library's own transaction on tx. */
  nest(tx: Tx, callback: (inner: Tx) => Promise<unknown>): Promise<unknown>;
  /** A program in test/programs that claims a change, writes its key as an effect and waits. */
  program: string;
}

/** Returns a gate that a test opens. */
function createGate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Defines the tests that every entry on PostgreSQL must pass. */
export function describeEntry<Tx>(title: string, entry: EntryUnderTest<Tx>): void {
  describeWithPostgres(title, () => {
    const schema = randomName();
    const { pool: admin, settings } = openPool();
    let opened: OpenedEntry<Tx>;
    let events: Map<string, Transaction>;
    let applied: ReturnType<typeof createApply<Tx>>;

    const open = (limits?: EntryOptions["limits"], over: PoolConfig = {}) =>
      entry.open({ settings: { ...settings, ...over }, schema, ...(limits && { limits }) });
    const apply: (typeof applied)["apply"] = (...args) => applied.apply(...args);

    beforeAll(async () => {
      await pgInbox({ pool: admin, schema }).migrate();
      await admin.query(`CREATE TABLE "${schema}".parents (name text PRIMARY KEY)`);
      await admin.query(`CREATE TABLE "${schema}".effects (id serial PRIMARY KEY, name text UNIQUE,
        parent text REFERENCES "${schema}".parents DEFERRABLE INITIALLY DEFERRED)`);
      opened = await open();
    });
    beforeEach(async () => {
      await admin.query(`TRUNCATE "${schema}".effects, "${schema}".numipay_changes`);
      events = new Map();
      applied = createApply(opened.inbox, events);
    });
    afterAll(async () => {
      await opened.close();
      await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.end();
    });

    const effects = () => readEffects(admin, schema);
    const records = async () => {
      const { rows } = await admin.query(`SELECT 1 FROM "${schema}".numipay_changes`);
      return rows.length;
    };
    const insert = (name: string) => `INSERT INTO "${schema}".effects (name) VALUES ('${name}')`;

    describe("an effect and its record", () => {
      it("commit together, once", async () => {
        const write = (tx: Tx) => entry.write(tx, "a");
        expect(await apply(write, { id: "1" })).toMatchObject({ outcome: "processed" });
        expect(await apply(write, { id: "1" })).toMatchObject({ outcome: "duplicate" });
        expect(await effects()).toEqual(["a"]);
      });

      it("roll back when the handler throws", async () => {
        const fail = async (tx: Tx) => {
          await entry.write(tx, "a");
          throw new Error("the handler's");
        };
        expect((await apply(fail, { id: "1" })).reason).toContain("the handler's");
        expect([await effects(), await records()]).toEqual([[], 0]);
        await apply((tx) => entry.write(tx, "a"), { id: "1" });
        expect([await effects(), await records()]).toEqual([["a"], 1]);
      });

      it("roll back when a constraint fails at commit", async () => {
        const orphan = `INSERT INTO "${schema}".effects (name, parent) VALUES ('a', 'none')`;
        const result = await apply((tx) => entry.run(tx, orphan));
        expect(result).toMatchObject({ outcome: "handler-failed" });
        expect(result.reason).toContain("rejected a handler's writes at commit (23503");
        expect([await effects(), await records()]).toEqual([[], 0]);
      });

      it("roll back when a failed statement is swallowed", async () => {
        const result = await apply(async (tx) => {
          await entry.write(tx, "a");
          await entry.run(tx, "SELECT 1/0").catch(() => undefined);
        });
        expect(result).toMatchObject({ outcome: "handler-failed" });
        expect(result.reason).toContain("A handler's statement failed and the handler continued");
        expect([await effects(), await records()]).toEqual([[], 0]);
      });

      it("roll back when the connection is cut", async () => {
        const name = randomName();
        const cut = await open(undefined, { application_name: name });
        const { apply: applyCut } = createApply(cut.inbox, events);
        const first = await applyCut(
          async (tx) => {
            await entry.write(tx, "a");
            await admin.query(
              "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1",
              [name],
            );
          },
          { id: "1" },
        );
        expect(first.outcome).not.toBe("processed");
        expect([await effects(), await records()]).toEqual([[], 0]);
        const second = await applyCut((tx) => entry.write(tx, "a"), { id: "1" });
        expect(second).toMatchObject({ outcome: "processed" });
        await cut.close();
      });

      it("roll back when the process is killed", async () => {
        const change = newChange({ transactionKey: randomName() });
        const path = fileURLToPath(
          new URL(`../programs/dist/${entry.program}.js`, import.meta.url),
        );
        const input = JSON.stringify({ settings, schema, change });
        const child = spawn(execPath, [path, input], { stdio: ["ignore", "pipe", "inherit"] });
        const [held] = (await once(child.stdout, "data")) as [Buffer];
        expect(String(held)).toBe("held");
        expect(await opened.inbox.claim(change)).toEqual({ state: "in-progress" });
        child.kill("SIGKILL");
        await once(child, "exit");
        const lease = await vi.waitFor(async () => {
          const claim = await opened.inbox.claim(change);
          if (claim.state !== "new") throw new Error(`The claim is ${claim.state}.`);
          return claim.lease;
        });
        expect(await effects()).toEqual([]);
        await entry.write(lease.tx, "a");
        expect(await opened.inbox.complete(change, lease)).toBe(true);
        expect([await effects(), await records()]).toEqual([["a"], 1]);
      });

      it("commit once with two pools at once", async () => {
        const other = await open();
        const { apply: applyOther } = createApply(other.inbox, events);
        const ids = Array.from({ length: 20 }, (_, at) => `id-${at}`);
        const outcomes = await Promise.all(
          ids.flatMap((id) =>
            [apply, applyOther].map((one) => one((tx) => entry.write(tx, id), { id })),
          ),
        );
        const processed = outcomes.filter(({ outcome }) => outcome === "processed");
        expect(processed).toHaveLength(ids.length);
        expect((await effects()).toSorted()).toEqual(ids.toSorted());
        await other.close();
      });
    });

    describe("a nested transaction", () => {
      it("rolls back without the outer one", async () => {
        const result = await apply(async (tx) => {
          await entry.write(tx, "outer");
          await entry.nest(tx, (inner) => entry.write(inner, "kept"));
          const failing = entry.nest(tx, async (inner) => {
            await entry.write(inner, "inner");
            throw new Error("the inner one's");
          });
          await expect(failing).rejects.toThrow("the inner one's");
          await entry.write(tx, "after");
        });
        expect(result).toMatchObject({ outcome: "processed", reason: "undefined" });
        expect(await effects()).toEqual(["outer", "kept", "after"]);
      });

      it("survives a failed statement", async () => {
        const result = await apply(async (tx) => {
          await entry.write(tx, "outer");
          const failing = entry.nest(tx, (inner) => entry.write(inner, "outer"));
          await expect(failing).rejects.toThrow(/unique constraint/i);
        });
        expect(result).toMatchObject({ outcome: "processed" });
        expect(await effects()).toEqual(["outer"]);
      });

      it("nests further", async () => {
        const result = await apply((tx) =>
          entry.nest(tx, async (inner) => {
            await entry.write(inner, "inner");
            const failing = entry.nest(inner, async (innermost) => {
              await entry.write(innermost, "innermost");
              throw new Error("the innermost one's");
            });
            await expect(failing).rejects.toThrow("the innermost one's");
          }),
        );
        expect(result).toMatchObject({ outcome: "processed" });
        expect(await effects()).toEqual(["inner"]);
      });
    });

    describe("a handler's transaction control as text", () => {
      it.each(["COMMIT", "ROLLBACK", "/* c */ commit; SELECT 1", "PREPARE TRANSACTION 'p'"])(
        "is rejected: %s",
        async (sql) => {
          const result = await apply(async (tx) => {
            await entry.write(tx, "a");
            await entry.run(tx, sql).catch(() => undefined);
          });
          expect(result).toMatchObject({ outcome: "handler-failed" });
          expect(result.reason).toContain("was rejected and not sent");
          expect([await effects(), await records()]).toEqual([[], 0]);
        },
      );

      it("becomes a savepoint", async () => {
        const result = await apply(async (tx) => {
          await entry.run(tx, "BEGIN");
          await entry.write(tx, "a");
          await entry.run(tx, "ROLLBACK");
          await entry.run(tx, "BEGIN");
          await entry.write(tx, "b");
          await entry.run(tx, "COMMIT");
        });
        expect(result).toMatchObject({ outcome: "processed" });
        expect(await effects()).toEqual(["b"]);
      });
    });

    describe("a late statement", () => {
      it("is rejected and reported", async () => {
        const { opened: gate, open: release } = createGate();
        let late: Promise<unknown> | undefined;
        const result = await apply(async (tx) => {
          await entry.write(tx, "a");
          late = gate.then(() => entry.run(tx, insert("late")));
          late.catch(() => undefined);
        });
        expect(result).toMatchObject({ outcome: "processed" });
        release();
        await expect(late).rejects.toThrow("after it had returned");
        await vi.waitFor(() =>
          expect(applied.reports.map(({ outcome }) => outcome)).toContain("late-statement"),
        );
        expect(await effects()).toEqual(["a"]);
      });

      it("is rejected while the next handler runs", async () => {
        const { opened: gate, open: release } = createGate();
        let late: Promise<unknown> | undefined;
        const first = (tx: Tx) => {
          late = gate.then(() => entry.write(tx, "late"));
          late.catch(() => undefined);
        };
        const second = async (tx: Tx) => {
          release();
          await expect(late).rejects.toThrow("after it had returned");
          await entry.write(tx, "a");
        };
        expect(await apply([first, second])).toMatchObject({ outcome: "processed" });
        expect(await effects()).toEqual(["a"]);
      });

      it("that was not awaited fails the change", async () => {
        const result = await apply((tx) => {
          entry.run(tx, insert("unawaited")).catch(() => undefined);
        });
        expect(result).toMatchObject({ outcome: "handler-failed" });
        expect([await effects(), await records()]).toEqual([[], 0]);
      });
    });

    describe("several handlers", () => {
      it("commit together", async () => {
        const all = ["a", "b", "c"].map((name) => (tx: Tx) => entry.write(tx, name));
        expect(await apply(all)).toMatchObject({ outcome: "processed" });
        expect(await effects()).toEqual(["a", "b", "c"]);
      });

      it("roll back together", async () => {
        const fail = () => Promise.reject(new Error("the second one's"));
        const result = await apply([(tx) => entry.write(tx, "a"), fail]);
        expect(result).toMatchObject({ outcome: "handler-failed" });
        expect([await effects(), await records()]).toEqual([[], 0]);
      });
    });

    describe("a handler that exceeds its timeout", () => {
      it("is rolled back at once", async () => {
        const { opened: gate, open: release } = createGate();
        let late: Promise<unknown> | undefined;
        const slow = async (tx: Tx) => {
          await entry.write(tx, "a");
          await gate;
          late = entry.write(tx, "late");
          await late;
        };
        const result = await apply(slow, { id: "1", handlerTimeoutMs: 300 });
        expect(result).toMatchObject({ outcome: "handler-failed" });
        // It holds no lock, although the handler still runs.
        await vi.waitFor(async () => {
          const lock = `LOCK TABLE "${schema}".effects IN ACCESS EXCLUSIVE MODE NOWAIT`;
          await admin.query(`BEGIN; ${lock}; COMMIT`);
        });
        release();
        await vi.waitFor(() => expect(late).toBeDefined());
        await expect(late).rejects.toThrow("after it had exceeded handlerTimeoutMs");
        expect([await effects(), await records()]).toEqual([[], 0]);
      });

      it("is rolled back while a statement runs", async () => {
        const sleep = (tx: Tx) => entry.run(tx, "SELECT CAST(pg_sleep(60) AS text)");
        const result = await apply(sleep, { id: "1", handlerTimeoutMs: 300 });
        expect(result).toMatchObject({ outcome: "handler-failed" });
        // A server process notices a closed connection only after its statement.
        await admin.query(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1 AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
          [settings.application_name],
        );
        expect(await records()).toBe(0);
        const next = await apply((tx) => entry.write(tx, "a"), { id: "2" });
        expect(next).toMatchObject({ outcome: "processed" });
      });
    });

    describe("a pool without free connections", () => {
      it("rejects claims and keeps its last connection", async () => {
        const small = await open({ acquireTimeoutMs: 300 }, { max: 2 });
        const { apply: applySmall } = createApply(small.inbox, events);
        const { opened: gate, open: release } = createGate();
        const { opened: started, open: start } = createGate();
        const holding = applySmall(async (tx) => {
          await entry.write(tx, "a");
          start();
          await gate;
        });
        await started;
        const refused = await applySmall((tx) => entry.write(tx, "b"), { id: "b" });
        expect(refused).toMatchObject({ outcome: "inbox-unavailable" });
        expect(refused.reason).toContain(
          "Timed out after 300 ms waiting for a database connection",
        );
        await small.inbox.ping();
        release();
        expect(await holding).toMatchObject({ outcome: "processed" });
        const next = await applySmall((tx) => entry.write(tx, "b"), { id: "b" });
        expect(next).toMatchObject({ outcome: "processed" });
        await small.close();
      });
    });
  });
}

async function readEffects(admin: Pool, schema: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT name FROM "${schema}".effects ORDER BY id`,
  );
  return rows.map(({ name }) => name);
}
