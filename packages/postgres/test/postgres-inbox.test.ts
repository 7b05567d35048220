import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Change, defaultAccount, type Lease } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresInbox, type PostgresInbox } from "../src/index.js";
import { noServer, openPool, openWire, randomName, terminate } from "./server.js";

let count = 0;

function newChange(over: Partial<Change> = {}): Change {
  count += 1;
  const transactionKey = `deposit:t-${count}`;
  const key = `${transactionKey}:successful`;
  const account = defaultAccount;
  const content = '{"a":1}';
  const isHandled = true;
  return {
    account,
    transactionKey,
    key,
    status: "successful",
    rank: 1,
    isHandled,
    content,
    ...over,
  };
}

async function leaseOf(inbox: PostgresInbox, change: Change): Promise<Lease<PoolClient>> {
  const claim = await inbox.claim(change);
  if (claim.state !== "new") throw new Error(`the claim is ${claim.state}`);
  return claim.lease;
}

describe("options", () => {
  const { pool } = openPool();

  test.each(['a"b', "", "1a", "x".repeat(41), "a-b", "ä"])("refuse the name %j", (name) => {
    expect(() => postgresInbox({ pool, schema: name })).toThrow(/^schema: /);
    expect(() => postgresInbox({ pool, tablePrefix: name })).toThrow(/^tablePrefix: /);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 31])("refuse a time of %s", (wrong) => {
    expect(() => postgresInbox({ pool, acquireTimeoutMs: wrong })).toThrow(/^acquireTimeoutMs: /);
    expect(() => postgresInbox({ pool, lockTimeoutMs: wrong })).toThrow(/^lockTimeoutMs: /);
    expect(() => postgresInbox({ pool, idleTimeoutMs: wrong })).toThrow(/^idleTimeoutMs: /);
  });

  test("refuse what is no pool", () => {
    expect(() => postgresInbox({ pool: undefined as never })).toThrow(/^pool: must be a Pool/);
  });
});

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  const schema = randomName();
  const { pool, name } = openPool();
  const inbox = postgresInbox({ pool, schema });
  const admin = openPool().pool;

  const effectsOf = async (one: Change): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      `SELECT count(*)::int FROM "${schema}".effects WHERE change = $1`,
      [one.key],
    );
    return rows[0]?.count ?? 0;
  };
  const effect = async (tx: PoolClient, one: Change): Promise<void> => {
    await tx.query(`INSERT INTO "${schema}".effects VALUES ($1)`, [one.key]);
  };

  /** What a claim says; a new one is given back. */
  const stateOf = async (one: Change): Promise<string> => {
    const claim = await inbox.claim(one);
    if (claim.state === "new") await inbox.release(one, claim.lease);
    return claim.state;
  };

  beforeAll(async () => {
    await inbox.migrate();
    await admin.query(`CREATE TABLE "${schema}".effects (change text NOT NULL)`);
  });

  afterAll(async () => {
    await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
    await Promise.all([pool.end(), admin.end()]);
  });

  test("an effect and its record commit together", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    expect(await effectsOf(one)).toBe(0);
    await inbox.complete(one, lease);
    expect(await effectsOf(one)).toBe(1);
    expect((await inbox.claim(one)).state).toBe("duplicate");
  });

  test("a released effect never was", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await inbox.release(one, lease);
    expect(await effectsOf(one)).toBe(0);
  });

  test("a connection that is cut before COMMIT leaves neither effect nor record, and a redelivery makes both", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await terminate(admin, { name, pool });
    await expect(inbox.complete(one, lease)).rejects.toThrow(/terminat|connection/i);
    expect(await effectsOf(one)).toBe(0);
    const again = await leaseOf(inbox, one);
    await effect(again.tx, one);
    expect(await inbox.complete(one, again)).toBe(true);
    expect(await effectsOf(one)).toBe(1);
  });

  test("when the answer to COMMIT is lost, complete rejects, and the redelivery finds the truth", async () => {
    const wire = await openWire();
    const far = openPool({ host: "127.0.0.1", port: wire.port });
    const one = newChange();
    const distant = postgresInbox({ pool: far.pool, schema });
    const lease = await leaseOf(distant, one);
    await effect(lease.tx, one);
    wire.deafen();
    const completion = distant.complete(one, lease).catch((error: unknown) => String(error));
    // The server has it: the record is there for others to see.
    await expect.poll(() => effectsOf(one)).toBe(1);
    wire.cut();
    expect(await completion).toMatch(/connection/i);
    expect((await inbox.claim(one)).state).toBe("duplicate");
    await wire.close();
    await far.pool.end();
  });

  test("a process that is killed between its effect and the record leaves neither", async () => {
    const one = newChange();
    const holder = openPool();
    const child = spawn(process.execPath, [
      fileURLToPath(new URL("programs/dist/holder-process.js", import.meta.url)),
      JSON.stringify({ settings: holder.settings, schema, change: one }),
    ]);
    await once(child.stdout, "data");
    expect((await inbox.claim(one)).state).toBe("in-progress");
    child.kill("SIGKILL");
    await once(child, "exit");
    // The server notices by itself that nobody is there any more.
    await expect.poll(() => stateOf(one)).toBe("new");
    expect(await effectsOf(one)).toBe(0);
    await holder.pool.end();
  });

  test("a failed statement that a handler hides makes complete reject, and nothing is recorded", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await lease.tx.query("SELECT 1/0").catch(() => undefined);
    await expect(inbox.complete(one, lease)).rejects.toThrow(/behind a SAVEPOINT/);
    expect(await effectsOf(one)).toBe(0);
    await inbox.release(one, await leaseOf(inbox, one));
  });

  test("a failed statement behind a savepoint does no harm", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await lease.tx.query("SAVEPOINT try");
    await lease.tx.query("SELECT 1/0").catch(() => lease.tx.query("ROLLBACK TO try"));
    expect(await inbox.complete(one, lease)).toBe(true);
    expect(await effectsOf(one)).toBe(1);
  });

  test.each(["COMMIT", "ROLLBACK", "COMMIT; BEGIN", "ROLLBACK; BEGIN"])(
    "refuses a handler's %s, and records nothing",
    async (end) => {
      const one = newChange();
      const lease = await leaseOf(inbox, one);
      await effect(lease.tx, one);
      await expect(lease.tx.query(end)).rejects.toThrow(/refused, nothing was sent/);
      await expect(inbox.complete(one, lease)).rejects.toThrow(/refused, nothing was sent/);
      expect(await effectsOf(one)).toBe(0);
      await inbox.release(one, await leaseOf(inbox, one));
    },
  );

  test("settings that a handler changes for its transaction do no harm, and end with it", async () => {
    const one = newChange({ content: String.raw`{"a":"\\ ' \u0000"}` });
    const lease = await leaseOf(inbox, one);
    await lease.tx.query("SET LOCAL standard_conforming_strings = off");
    await lease.tx.query("SET LOCAL TimeZone = 'Asia/Kathmandu'");
    await lease.tx.query("SET LOCAL DateStyle = 'German'");
    expect(await inbox.complete(one, lease)).toBe(true);
    expect((await inbox.claim(one)).state).toBe("duplicate");
    const { rows } = await admin.query(
      `SELECT content FROM "${schema}".numipay_changes WHERE transaction_key = $1`,
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: one.content }]);
  });

  test("a holder who says nothing for too long is ended by the database", async () => {
    const hasty = postgresInbox({ pool, schema, idleTimeoutMs: 50 });
    const one = newChange();
    const lease = await leaseOf(hasty, one);
    await effect(lease.tx, one);
    await expect.poll(() => stateOf(one)).toBe("new");
    await expect(hasty.complete(one, lease)).rejects.toThrow(/terminat|connection/i);
    expect(await effectsOf(one)).toBe(0);
  });

  test("writes at once under any default isolation", async () => {
    const strict = openPool({ options: "-c default_transaction_isolation=serializable" });
    const own = postgresInbox({ pool: strict.pool, schema });
    const one = newChange();
    await own.complete(one, await leaseOf(own, one));
    const writes = Array.from({ length: 8 }, async () => {
      await own.checkpoints.write("a mark", "1");
      await own.accounts.add("an account", { namespace: "an account" });
      return (await own.claim({ ...one, content: "{}" })).state;
    });
    expect(await Promise.all(writes)).toEqual(writes.map(() => "conflict"));
    await strict.pool.end();
  });

  test("a pool without a free connection makes a claim reject in time, and loses none", async () => {
    const small = openPool({ max: 1 });
    const narrow = postgresInbox({ pool: small.pool, schema, acquireTimeoutMs: 300 });
    const one = newChange();
    const lease = await leaseOf(narrow, one);
    await expect(narrow.claim(newChange())).rejects.toThrow(
      /Timed out after 300 ms waiting for a database connection/,
    );
    expect(await narrow.complete(one, lease)).toBe(true);
    expect((await narrow.claim(one)).state).toBe("duplicate");
    expect(small.pool.idleCount).toBe(1);
    await small.pool.end();
  });

  test("an idle connection that the server cuts does not end the process", async () => {
    await inbox.ping();
    expect(pool.idleCount).toBeGreaterThan(0);
    await terminate(admin, { name, pool });
    await inbox.ping();
  });

  test("every claim gives its connection back", async () => {
    const one = newChange();
    await inbox.complete(one, await leaseOf(inbox, one));
    await inbox.claim(one);
    await inbox.claim({ ...one, content: "{}" });
    await inbox.claim({ ...one, status: "pending", rank: 0 });
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });

  test("archived changes lose their content, and are duplicates and conflicts still", async () => {
    const one = newChange();
    await inbox.complete(one, await leaseOf(inbox, one));
    expect(await inbox.archive({ olderThan: new Date(0) })).toBe(0);
    expect(await inbox.archive({ olderThan: new Date("2100-01-01") })).toBeGreaterThan(0);
    const { rows } = await admin.query(
      `SELECT content FROM "${schema}".numipay_changes WHERE transaction_key = $1`,
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: null }]);
    expect((await inbox.claim(one)).state).toBe("duplicate");
    expect((await inbox.claim({ ...one, content: "{}" })).state).toBe("conflict");
  });

  test("a look takes no lock and no fence, so a claim at the same time is new", async () => {
    const one = newChange();
    const fence = async (): Promise<unknown> =>
      (await admin.query(`SELECT last_value FROM "${schema}".numipay_fence`)).rows[0];
    const before = await fence();
    const looks = await Promise.all(Array.from({ length: 20 }, () => inbox.peek(one)));
    expect(new Set(looks)).toEqual(new Set(["new"]));
    expect(await fence()).toEqual(before);
    expect(pool.totalCount - pool.idleCount).toBe(0);
    // Were a look to take the lock, if only for a moment, some of these would be told "in-progress".
    for (let round = 0; round < 20; round += 1) {
      const raced = newChange();
      const [claim] = await Promise.all([
        leaseOf(inbox, raced),
        ...Array.from({ length: 5 }, () => inbox.peek(raced)),
      ]);
      await inbox.release(raced, claim);
    }
  });

  test("a look sees who holds the transaction in another process, by each half of the lock's number", async () => {
    const other = openPool();
    const elsewhere = postgresInbox({ pool: other.pool, schema });
    for (let round = 0; round < 20; round += 1) {
      const one = newChange();
      const lease = await leaseOf(elsewhere, one);
      expect(await inbox.peek(one)).toBe("in-progress");
      expect(await inbox.peek(newChange())).toBe("new");
      await elsewhere.complete(one, lease);
      expect(await inbox.peek(one)).toBe("duplicate");
    }
    await other.pool.end();
  });

  test("marks are remembered by name", async () => {
    expect(await inbox.checkpoints.read("reconciled")).toBeUndefined();
    await inbox.checkpoints.write("reconciled", "2026-01-01");
    await inbox.checkpoints.write("reconciled", "it's \\ 2026-01-02");
    expect(await inbox.checkpoints.read("reconciled")).toBe("it's \\ 2026-01-02");
  });

  test("migrate runs in many processes at once, and again", async () => {
    const fresh = randomName();
    const inboxes = Array.from({ length: 8 }, () => postgresInbox({ pool, schema: fresh }));
    await Promise.all(inboxes.map((each) => each.migrate()));
    await inbox.migrate();
    const { rows } = await admin.query(`SELECT version FROM "${fresh}".numipay_migrations`);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
    await admin.query(`DROP SCHEMA "${fresh}" CASCADE`);
  });

  test("without its tables it says what to do", async () => {
    const bare = postgresInbox({ pool, schema, tablePrefix: "nowhere_" });
    await expect(bare.claim(newChange())).rejects.toThrow(/await inbox.migrate\(\)/);
    await expect(bare.ping()).rejects.toThrow(/await inbox.migrate\(\)/);
  });
});
