import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setImmediate, setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { interleavings } from "../../interleavings.js";
import type { SqlInbox } from "../../../src/pg.js";
import { newChange } from "../../changes.js";
import { createApply } from "../../fixture.js";
import { describeWithPostgres, openPool, openProxy, randomName } from "../../server.js";

/** Where a library connects to. */
export interface LibrarySettings {
  host: string;
  port: number;
  user: string;
  database: string;
  /** The size of the pool. */
  max: number;
  /** Identifies its connections. */
  application_name: string;
}

export interface LibraryInboxOptions {
  schema?: string;
  keepContent?: boolean;
  acquireTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleTimeoutMs?: number;
  statementTimeoutMs?: number;
  handlerStatementTimeoutMs?: number;
}

/** An entry under test. */
export interface LibraryUnderTest<Tx> {
  /** The name of the entry. */
  entry: string;
  open(
    settings: LibrarySettings,
    options: LibraryInboxOptions,
  ): { inbox: SqlInbox<Tx>; end: () => Promise<unknown> };
  /** Runs a text on tx. */
  run(tx: Tx, text: string): Promise<unknown>;
  /** Runs a callback in the library's own nested transaction. */
  nest(tx: Tx, callback: (inner: Tx) => Promise<unknown>): Promise<unknown>;
  /** Whether the inbox closes a connection when a handler changed its session, or took too long. */
  closesConnections?: boolean;
  /** Whether a nested transaction ends with a callback of the library. */
  nestsByCallback?: boolean;
  /** Whether statements that failed may be rolled back with BEGIN and ROLLBACK as texts. */
  recoversByText?: boolean;
}

const isLate = /used tx after it had returned.*Await every statement/;

/** Runs the conformance suite and the tests that all libraries share. */
export function describeLibrary<Tx>(underTest: LibraryUnderTest<Tx>): void {
  describeWithPostgres(`the inbox of ${underTest.entry}`, () => {
    const schema = randomName();
    const admin = openPool();
    const opened: { name: string; end: () => Promise<unknown> }[] = [];
    const table = `"${schema}".effects`;

    function open(options: LibraryInboxOptions = {}, over: Partial<LibrarySettings> = {}) {
      const { host, port, user, database } = admin.settings as LibrarySettings;
      const name = randomName();
      const settings = { host, port, user, database, max: 4, application_name: name, ...over };
      const { inbox, end } = underTest.open(settings, { schema, ...options });
      opened.push({ name, end });
      return { inbox, name, ...createApply<Tx>(inbox) };
    }
    const write = (tx: Tx, effect: string) =>
      underTest.run(tx, `INSERT INTO ${table} (name) VALUES ('${effect}')`);
    const read = async <Row extends object>(text: string): Promise<Row[]> =>
      (await admin.pool.query<Row>(text)).rows;
    async function kept() {
      const effects = await read<{ name: string }>(`SELECT name FROM ${table} ORDER BY at`);
      const changes = await read(`SELECT FROM "${schema}".numipay_changes`);
      return { effects: effects.map(({ name }) => name), records: changes.length };
    }
    const nothing = { effects: [], records: 0 };
    let shared: ReturnType<typeof open>;

    beforeAll(async () => {
      shared = open();
      await shared.inbox.migrate();
      await admin.pool.query(
        `CREATE TABLE ${table} (at serial, name text UNIQUE DEFERRABLE INITIALLY DEFERRED)`,
      );
    });
    beforeEach(async () => {
      await admin.pool.query(`TRUNCATE ${table}, "${schema}".numipay_changes CASCADE`);
    });
    afterAll(async () => {
      // A pool would wait for leases that a case still holds.
      for (const { name } of opened) await terminateAll(admin.pool, name);
      for (const { end } of opened) void end();
      await admin.pool.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.pool.end();
    });

    describe("in the conformance suite", () => {
      const own = randomName();
      const subject = toSubject(own, admin.pool, open);
      beforeAll(async () => {
        await open({ schema: own }).inbox.migrate();
      });
      afterAll(async () => {
        await admin.pool.query(`DROP SCHEMA "${own}" CASCADE`);
      });
      for (const { name, run } of inboxCases(subject, { interleavings })) {
        it(name, { timeout: 240_000 }, () => run());
      }
    });

    describe("with effects and records", () => {
      it("commits both", async () => {
        const id = randomUUID();
        const handler = (tx: Tx) => write(tx, "a");
        expect(await shared.apply(handler, { id })).toMatchObject({ outcome: "processed" });
        expect(await shared.apply(handler, { id })).toMatchObject({ outcome: "duplicate" });
        expect(await kept()).toEqual({ effects: ["a"], records: 1 });
      });

      it("keeps neither if a handler throws", async () => {
        const { outcome } = await shared.apply([
          (tx) => write(tx, "a"),
          () => {
            throw new Error("The handler failed.");
          },
        ]);
        expect(outcome).toBe("handler-failed");
        expect(await kept()).toEqual(nothing);
      });

      it("keeps neither if a constraint fails at commit", async () => {
        const { outcome, reason } = await shared.apply(async (tx) => {
          await write(tx, "a");
          await write(tx, "a");
        });
        expect({ outcome, reason }).toMatchObject({
          outcome: "handler-failed",
          reason: expect.stringMatching(/rejected a handler's writes at commit \(23505/),
        });
        expect(await kept()).toEqual(nothing);
      });

      it("keeps neither if the connection ends", async () => {
        const { apply, name } = open();
        const { outcome, reason } = await apply(async (tx) => {
          await write(tx, "a");
          await terminateAll(admin.pool, name);
          await write(tx, "b").catch(() => undefined);
          await write(tx, "c");
        });
        expect({ outcome, reason }).toMatchObject({
          outcome: "handler-failed",
          reason: expect.stringMatching(/connection to the database ended/),
        });
        expect(await kept()).toEqual(nothing);
        expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
      });

      it("keeps neither if the process is killed", { timeout: 60_000 }, async () => {
        const change = newChange();
        const { host, port, user, database } = admin.settings as LibrarySettings;
        const settings = { host, port, user, database, max: 4, application_name: randomName() };
        const input = { entry: underTest.entry, settings, schema, change };
        const program = new URL("../../programs/dist/library-process.js", import.meta.url);
        const child = spawn(process.execPath, [fileURLToPath(program), JSON.stringify(input)], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        onTestFinished(() => void child.kill("SIGKILL"));
        const [output] = (await once(child.stdout, "data")) as [Buffer];
        expect(String(output)).toBe("held");
        expect((await shared.inbox.claim(change)).state).toBe("in-progress");
        child.kill("SIGKILL");
        await once(child, "exit");
        await expect.poll(() => shared.inbox.peek(change), { timeout: 5000 }).toBe("new");
        expect(await kept()).toEqual(nothing);
      });

      it("runs several handlers in one transaction", async () => {
        const { outcome } = await shared.apply([
          (tx) => write(tx, "a"),
          (tx) => write(tx, "b"),
          async (tx) => {
            await underTest.nest(tx, (inner) => write(inner, "c"));
          },
        ]);
        expect(outcome).toBe("processed");
        expect(await kept()).toEqual({ effects: ["a", "b", "c"], records: 1 });
      });

      it("stores any content unchanged", async () => {
        const content = String.raw`{"a":"?? \\? $1 'x' \u0000 -- ; COMMIT é 💶 \\"}`;
        const change = newChange({ content });
        const { inbox } = open({ keepContent: true });
        const claim = await inbox.claim(change);
        if (claim.state !== "new") throw new Error(claim.state);
        await inbox.complete(change, claim.lease);
        const rows = await read(`SELECT content FROM "${schema}".numipay_changes`);
        expect(rows).toEqual([{ content }]);
      });
    });

    describe("in a nested transaction", () => {
      it("commits with the record", async () => {
        const { outcome } = await shared.apply(async (tx) => {
          await write(tx, "a");
          await underTest.nest(tx, (inner) => write(inner, "b"));
        });
        expect(outcome).toBe("processed");
        expect(await kept()).toEqual({ effects: ["a", "b"], records: 1 });
      });

      it("rolls back only the nested part", async () => {
        const { outcome, reason } = await shared.apply(async (tx) => {
          await write(tx, "a");
          const nested = underTest.nest(tx, async (inner) => {
            await write(inner, "b");
            await underTest.run(inner, "SELECT 1/0");
          });
          await expect(nested).rejects.toThrow(/division by zero/);
          await write(tx, "c");
        });
        expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
        expect(await kept()).toEqual({ effects: ["a", "c"], records: 1 });
      });

      it.each(onceIf(underTest.nestsByCallback !== false))(
        "fails if it is not awaited",
        async () => {
          let go = (): void => undefined;
          const gate = new Promise<void>((resolve) => {
            go = resolve;
          });
          let nested: Promise<unknown> = Promise.resolve();
          const applied = shared.apply(async (tx) => {
            await write(tx, "a");
            await new Promise<void>((resolve) => {
              nested = underTest
                .nest(tx, async (inner) => {
                  resolve();
                  await gate;
                  await write(inner, "b");
                })
                .catch(() => undefined);
            });
          });
          expect((await applied).outcome).toBe("handler-failed");
          go();
          await nested;
          expect(await kept()).toEqual(nothing);
          expect(await shared.apply((tx) => write(tx, "c"))).toMatchObject({
            outcome: "processed",
          });
        },
      );

      it.each(onceIf(underTest.recoversByText !== false))("maps BEGIN and ROLLBACK", async () => {
        const { outcome } = await shared.apply(async (tx) => {
          await underTest.run(tx, "BEGIN");
          await write(tx, "a");
          await expect(underTest.run(tx, "SELECT 1/0")).rejects.toThrow(/division by zero/);
          await underTest.run(tx, "ROLLBACK");
          await write(tx, "b");
        });
        expect(outcome).toBe("processed");
        expect(await kept()).toEqual({ effects: ["b"], records: 1 });
      });
    });

    describe("with transaction control", () => {
      it.each([
        "COMMIT",
        "ROLLBACK",
        "end",
        "/* ; */ COMMIT -- now",
        "ROLLBACK; BEGIN",
        "SELECT 1; COMMIT",
        "PREPARE TRANSACTION 'x'",
      ])("rejects %j, even if the error is caught", async (text) => {
        const { outcome, reason } = await shared.apply(async (tx) => {
          await write(tx, "before");
          await expect(underTest.run(tx, text)).rejects.toThrow(/rejected and not sent/);
          await write(tx, "after").catch(() => undefined);
        });
        expect(outcome).toBe("handler-failed");
        expect(reason).toMatch(/^EffectFailedError: .*rejected and not sent/);
        expect(await kept()).toEqual(nothing);
      });

      const changes = [
        "SET search_path = pg_catalog",
        "LISTEN events",
        "CREATE TEMP TABLE t (a int)",
      ];
      it.each(underTest.closesConnections ? [] : changes)(
        "rejects %j, which outlives the transaction",
        async (text) => {
          const { reason } = await shared.apply((tx) => underTest.run(tx, text));
          expect(reason).toMatch(/may change what outlives the transaction/);
          expect(await kept()).toEqual(nothing);
        },
      );

      it.each(["SET LOCAL search_path = pg_catalog", "SET LOCAL ROLE pg_monitor"])(
        "records after %j",
        async (text) => {
          const { outcome, reason } = await shared.apply(async (tx) => {
            await write(tx, "a");
            await underTest.run(tx, text);
          });
          expect({ outcome, reason }).toMatchObject({ outcome: "processed" });
          expect(await kept()).toEqual({ effects: ["a"], records: 1 });
        },
      );

      it("fails if a handler leaves a transaction open", async () => {
        const { reason } = await shared.apply(async (tx) => {
          await underTest.run(tx, "BEGIN");
          await write(tx, "a");
        });
        expect(reason).toMatch(/own transaction still open/);
        expect(await kept()).toEqual(nothing);
      });

      it("fails after a swallowed failed statement", async () => {
        const { outcome } = await shared.apply(async (tx) => {
          await write(tx, "a");
          await underTest.run(tx, "SELECT 1/0").catch(() => undefined);
        });
        expect(outcome).toBe("handler-failed");
        expect(await kept()).toEqual(nothing);
      });
    });

    describe("with late statements", () => {
      it("rejects and reports them", async () => {
        const { apply, reports } = open();
        let late: Tx | undefined;
        await apply((tx) => {
          late = tx;
        });
        await expect(write(late as Tx, "late")).rejects.toThrow(isLate);
        await expect(underTest.nest(late as Tx, (inner) => write(inner, "late"))).rejects.toThrow(
          isLate,
        );
        const found = reports.filter(({ outcome }) => outcome === "late-statement");
        expect(found.length).toBeGreaterThanOrEqual(2);
        expect(await kept()).toEqual({ effects: [], records: 1 });
      });

      it("rejects them while the next handler runs", async () => {
        let late: Tx | undefined;
        const { outcome } = await shared.apply([
          (tx) => {
            late = tx;
          },
          async (tx) => {
            await expect(write(late as Tx, "late")).rejects.toThrow(isLate);
            await write(tx, "own");
          },
        ]);
        expect(outcome).toBe("processed");
        expect(await kept()).toEqual({ effects: ["own"], records: 1 });
      });

      it("rolls back a handler that does not await one", async () => {
        const { outcome, reason } = await shared.apply(async (tx) => {
          await write(tx, "a");
          void underTest.run(tx, "SELECT pg_sleep(0.2)").catch(() => undefined);
          await setImmediate();
        });
        expect({ outcome, reason }).toMatchObject({
          outcome: "handler-failed",
          reason: expect.stringMatching(/still running/),
        });
        expect(await kept()).toEqual(nothing);
      });
    });

    describe("on a timeout", () => {
      it("cancels a handler's statement", async () => {
        const { apply } = open({ handlerStatementTimeoutMs: 100 });
        const { outcome, reason } = await apply((tx) => underTest.run(tx, "SELECT pg_sleep(5)"));
        expect({ outcome, reason }).toMatchObject({
          outcome: "handler-failed",
          reason: expect.stringMatching(/statement timeout|handlerStatementTimeoutMs/),
        });
        expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
      });

      it("abandons a handler that is too slow", async () => {
        const { apply } = open({ handlerStatementTimeoutMs: 1000 });
        const id = randomUUID();
        let late: unknown;
        const { outcome } = await apply(
          async (tx) => {
            await write(tx, "a");
            await underTest.run(tx, "SELECT pg_sleep(5)").catch(() => undefined);
            await write(tx, "b").catch((error: unknown) => {
              late = error;
            });
          },
          { id, handlerTimeoutMs: 100 },
        );
        expect(outcome).toBe("handler-failed");
        await expect.poll(() => String(late), { timeout: 5000 }).toMatch(/handlerTimeoutMs/);
        await expect
          .poll(async () => (await apply((tx) => write(tx, "a"), { id })).outcome, {
            timeout: 5000,
          })
          .toBe("processed");
        expect(await kept()).toEqual({ effects: ["a"], records: 1 });
      });

      it("frees the claim of an idle handler", async () => {
        const { apply } = open({ idleTimeoutMs: 100 });
        const id = randomUUID();
        let stop = (): void => undefined;
        const hung = apply(
          async (tx) => {
            await write(tx, "a");
            await new Promise<void>((resolve) => {
              stop = resolve;
            });
          },
          { id },
        );
        await expect
          .poll(async () => (await apply((tx) => write(tx, "b"), { id })).outcome, {
            timeout: 5000,
          })
          .toBe("processed");
        stop();
        expect((await hung).outcome).not.toBe("processed");
        expect(await kept()).toEqual({ effects: ["b"], records: 1 });
      });

      it("rejects a claim if the network drops responses", async () => {
        const proxy = await openProxy();
        const { apply } = open(
          { acquireTimeoutMs: 300, statementTimeoutMs: 200, lockTimeoutMs: 50 },
          { host: "127.0.0.1", port: proxy.port },
        );
        expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
        proxy.dropResponses();
        expect(await apply(() => undefined)).toMatchObject({
          outcome: "inbox-unavailable",
          reason: expect.stringMatching(/(?:Timed out after|took longer than|did not respond)/),
        });
        await proxy.close();
      });
    });

    describe("on a small pool", () => {
      it("leaves the last connection free", async () => {
        const { apply, inbox } = open({ acquireTimeoutMs: 300 }, { max: 2 });
        const { outcome } = await apply(async () => {
          await inbox.ping();
          expect(await apply(() => undefined)).toMatchObject({
            outcome: "inbox-unavailable",
            reason: expect.stringMatching(/increase the pool's/),
          });
        });
        expect(outcome).toBe("processed");
        // The permits were returned, also by the rejected claim.
        expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
      });

      it("returns the permits of failed handlers", async () => {
        const { apply } = open({}, { max: 2 });
        for (let i = 0; i < 5; i += 1) {
          await apply(() => {
            throw new Error("The handler failed.");
          });
        }
        expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
      });
    });

    it("applies once in two processes at once", async () => {
      const both = [open(), open()];
      const events = new Map();
      const appliers = both.map(({ inbox }) => createApply<Tx>(inbox, events).apply);
      const ids = Array.from({ length: 10 }, () => randomUUID());
      for (const id of ids) {
        const applied = await Promise.all(
          [...appliers, ...appliers].map((apply) => apply((tx) => write(tx, id), { id })),
        );
        const outcomes = applied.map(({ outcome }) => outcome);
        expect(outcomes.filter((outcome) => outcome === "processed")).toHaveLength(1);
      }
      expect(await kept()).toEqual({ effects: ids, records: ids.length });
    });
  });
}

/** The cases of a test that some entries do not have. `runIf` would report it as skipped. */
function onceIf(applies: boolean): undefined[] {
  return applies ? [undefined] : [];
}

/** Terminates connections on the server, and waits until the client has noticed. */
async function terminateAll(by: Pool, name: string): Promise<void> {
  const { rows } = await by.query<{ ended: boolean }>(
    "SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity WHERE application_name = $1",
    [name],
  );
  if (rows.some(({ ended }) => !ended)) throw new Error("A backend did not end within 5 seconds.");
  if (rows.length === 0) return;
  // The end of the connection is already on its way to this process.
  await pause(50);
}

function toSubject<Tx>(
  schema: string,
  admin: Pool,
  open: (
    options?: LibraryInboxOptions,
    over?: Partial<LibrarySettings>,
  ) => { inbox: SqlInbox<Tx>; name: string },
): InboxUnderTest {
  return {
    async open() {
      const proxy = await openProxy();
      const first = open(
        { schema, acquireTimeoutMs: 2000 },
        { host: "127.0.0.1", port: proxy.port, max: 10 },
      );
      const names = [first.name];
      const endAll = async (): Promise<void> => {
        for (const name of names) await terminateAll(admin, name);
      };
      return {
        inbox: first.inbox,
        async openAnother() {
          const other = open({ schema }, { max: 10 });
          names.push(other.name);
          return { inbox: other.inbox, vanish: () => terminateAll(admin, other.name) };
        },
        lapse: endAll,
        async cutOff() {
          proxy.cut();
          return async () => proxy.restore();
        },
        async countConflicts() {
          const { rows } = await admin.query<{ count: number }>(
            `SELECT count(*)::int FROM "${schema}".numipay_conflicts`,
          );
          return rows[0]?.count ?? 0;
        },
        async close() {
          await endAll();
          await proxy.close();
        },
      };
    },
  };
}
