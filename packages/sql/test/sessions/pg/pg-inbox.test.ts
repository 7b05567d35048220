import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Change } from "@numipay/core";
import type { Pool, PoolClient as PgClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaseOf, newChange } from "../../changes.js";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, openProxy, randomName, terminate } from "../../server.js";

// Guards against two deliveries of one transaction at the same time: decision 0007.
describe("the options", () => {
  const { pool } = openPool();

  it.each(['a"b', "", "1a", "x".repeat(41), "a-b", "ä"])("reject the name %j", (name) => {
    expect(() => pgInbox({ pool, schema: name })).toThrow(/^schema /);
    expect(() => pgInbox({ pool, tablePrefix: name })).toThrow(/^tablePrefix /);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 31])("reject a timeout of %s", (wrong) => {
    expect(() => pgInbox({ pool, acquireTimeoutMs: wrong })).toThrow(/^acquireTimeoutMs /);
    expect(() => pgInbox({ pool, lockTimeoutMs: wrong })).toThrow(/^lockTimeoutMs /);
    expect(() => pgInbox({ pool, idleTimeoutMs: wrong })).toThrow(/^idleTimeoutMs /);
  });

  it("reject a missing pool", () => {
    expect(() => pgInbox({ pool: undefined as never })).toThrow(/^pool must be a Pool/);
  });
});

/** The types omit the field. */
type PoolClient = PgClient & { processID?: number };

describeWithPostgres("pgInbox", () => {
  const schema = randomName();
  const { pool, name } = openPool();
  const inbox = pgInbox({ pool, schema });
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

  const processIdOf = async (of: Pool): Promise<number | undefined> => {
    const { rows } = await of.query<{ id: number }>("SELECT pg_backend_pid() AS id");
    return rows[0]?.id;
  };

  /** Claims the change, releases it if granted, and returns the state. */
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

  it("commits the effect with the record", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    expect(await effectsOf(one)).toBe(0);
    await inbox.complete(one, lease);
    expect(await effectsOf(one)).toBe(1);
    expect((await inbox.claim(one)).state).toBe("duplicate");
  });

  it("rolls back the effect on release", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await inbox.release(one, lease);
    expect(await effectsOf(one)).toBe(0);
  });

  it("keeps nothing if the connection is lost before COMMIT", async () => {
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

  it("reports a duplicate if the response to COMMIT was lost", async () => {
    const proxy = await openProxy();
    const proxied = openPool({ host: "127.0.0.1", port: proxy.port });
    const one = newChange();
    const proxiedInbox = pgInbox({ pool: proxied.pool, schema });
    const lease = await leaseOf(proxiedInbox, one);
    await effect(lease.tx, one);
    proxy.dropResponses();
    const completion = proxiedInbox.complete(one, lease).catch((error: unknown) => String(error));
    // The server has committed: the effect is visible to others.
    await expect.poll(() => effectsOf(one)).toBe(1);
    proxy.cut();
    expect(await completion).toMatch(/connection/i);
    expect((await inbox.claim(one)).state).toBe("duplicate");
    await proxy.close();
    await proxied.pool.end();
  });

  it("keeps nothing if the process is killed before the record", async () => {
    const one = newChange();
    const holder = openPool();
    const child = spawn(process.execPath, [
      fileURLToPath(new URL("../../programs/dist/holder-process.js", import.meta.url)),
      JSON.stringify({ settings: holder.settings, schema, change: one }),
    ]);
    await once(child.stdout, "data");
    expect((await inbox.claim(one)).state).toBe("in-progress");
    child.kill("SIGKILL");
    await once(child, "exit");
    // The server detects the closed connection.
    await expect.poll(() => stateOf(one)).toBe("new");
    expect(await effectsOf(one)).toBe(0);
    await holder.pool.end();
  });

  it("rolls back when a handler swallows a failed statement", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await lease.tx.query("SELECT 1/0").catch(() => undefined);
    await expect(inbox.complete(one, lease)).rejects.toThrow(/after a SAVEPOINT/);
    expect(await effectsOf(one)).toBe(0);
    await inbox.release(one, await leaseOf(inbox, one));
  });

  it("tolerates a failed statement after a savepoint", async () => {
    const one = newChange();
    const lease = await leaseOf(inbox, one);
    await effect(lease.tx, one);
    await lease.tx.query("SAVEPOINT try");
    await lease.tx.query("SELECT 1/0").catch(() => lease.tx.query("ROLLBACK TO try"));
    expect(await inbox.complete(one, lease)).toBe(true);
    expect(await effectsOf(one)).toBe(1);
  });

  it.each(["COMMIT", "ROLLBACK", "COMMIT; BEGIN", "ROLLBACK; BEGIN"])(
    "rejects %j in a handler and records nothing",
    async (end) => {
      const one = newChange();
      const lease = await leaseOf(inbox, one);
      await effect(lease.tx, one);
      await expect(lease.tx.query(end)).rejects.toThrow(/rejected and not sent/);
      await expect(inbox.complete(one, lease)).rejects.toThrow(/rejected and not sent/);
      expect(await effectsOf(one)).toBe(0);
      await inbox.release(one, await leaseOf(inbox, one));
    },
  );

  it("tolerates SET LOCAL in a handler", async () => {
    const one = newChange({ content: String.raw`{"a":"\\ ' \u0000"}` });
    const keeping = pgInbox({ pool, schema, keepContent: true });
    const lease = await leaseOf(keeping, one);
    await lease.tx.query("SET LOCAL standard_conforming_strings = off");
    await lease.tx.query("SET LOCAL TimeZone = 'Asia/Kathmandu'");
    await lease.tx.query("SET LOCAL DateStyle = 'German'");
    expect(await keeping.complete(one, lease)).toBe(true);
    expect((await keeping.claim(one)).state).toBe("duplicate");
    const { rows } = await admin.query(
      `SELECT content FROM "${schema}".numipay_changes WHERE transaction_key = $1`,
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: one.content }]);
  });

  it("ends an idle transaction after idleTimeoutMs", async () => {
    const hasty = pgInbox({ pool, schema, idleTimeoutMs: 50 });
    const one = newChange();
    const lease = await leaseOf(hasty, one);
    await effect(lease.tx, one);
    await expect.poll(() => stateOf(one)).toBe("new");
    await expect(hasty.complete(one, lease)).rejects.toThrow(/terminat|connection/i);
    expect(await effectsOf(one)).toBe(0);
  });

  it("writes concurrently under any default isolation", async () => {
    const strict = openPool({ options: "-c default_transaction_isolation=serializable" });
    const own = pgInbox({ pool: strict.pool, schema });
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

  it("rejects a claim if no connection becomes free", async () => {
    const small = openPool({ max: 1 });
    const smallInbox = pgInbox({ pool: small.pool, schema, acquireTimeoutMs: 1000 });
    const one = newChange();
    const lease = await leaseOf(smallInbox, one);
    await expect(smallInbox.claim(newChange())).rejects.toThrow(
      /Timed out after 1000 ms waiting for a database connection/,
    );
    expect(await smallInbox.complete(one, lease)).toBe(true);
    expect((await smallInbox.claim(one)).state).toBe("duplicate");
    await expect.poll(() => small.pool.idleCount).toBe(1);
    await small.pool.end();
  });

  it("survives the loss of an idle connection", async () => {
    await inbox.ping();
    expect(pool.idleCount).toBeGreaterThan(0);
    await terminate(admin, { name, pool });
    await inbox.ping();
  });

  it("returns its connection after every claim", async () => {
    const one = newChange();
    await inbox.complete(one, await leaseOf(inbox, one));
    await inbox.claim(one);
    await inbox.claim({ ...one, content: "{}" });
    await inbox.claim({ ...one, status: "pending", rank: 0 });
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0);
  });

  // Guards against a connection in use by two claims: decision 0038.
  it("keeps the connection of a duplicate until it rolled back", async () => {
    const proxy = await openProxy();
    const proxied = openPool({ host: "127.0.0.1", port: proxy.port, max: 1 });
    const proxiedInbox = pgInbox({ pool: proxied.pool, schema, statementTimeoutMs: 500 });
    const one = newChange();
    await proxiedInbox.complete(one, await leaseOf(proxiedInbox, one));
    const [client] = (proxied.pool as unknown as { _clients: [PoolClient] })._clients;
    const query = client.query.bind(client);
    // The response to ROLLBACK is lost.
    client.query = ((...args: Parameters<typeof query>) => {
      if ((args[0] as { text?: string }).text === "ROLLBACK") proxy.dropResponses();
      return query(...args);
    }) as typeof query;
    expect((await proxiedInbox.claim(one)).state).toBe("duplicate");
    expect([proxied.pool.totalCount, proxied.pool.idleCount]).toEqual([1, 0]);
    // The next claim gets another connection, once the first one is considered lost.
    expect((await proxiedInbox.claim(one)).state).toBe("duplicate");
    expect(await processIdOf(proxied.pool)).not.toBe(client.processID);
    await proxied.pool.end();
    await proxy.close();
  });

  it("keeps no content unless keepContent is set", async () => {
    const one = newChange();
    await inbox.complete(one, await leaseOf(inbox, one));
    const { rows } = await admin.query(
      `SELECT content, content_digest IS NOT NULL AS has_digest FROM "${schema}".numipay_changes WHERE transaction_key = $1`,
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: null, has_digest: true }]);
    expect((await inbox.claim({ ...one, content: "{}" })).state).toBe("conflict");
    expect(() => pgInbox({ pool, keepContent: "yes" as never })).toThrow(
      "keepContent must be true or false.",
    );
  });

  it("archives contents but still detects replays", async () => {
    const keeping = pgInbox({ pool, schema, keepContent: true });
    const one = newChange();
    await keeping.complete(one, await leaseOf(keeping, one));
    expect(await keeping.archive({ olderThan: new Date(0) })).toBe(0);
    expect(await keeping.archive({ olderThan: new Date("2100-01-01") })).toBeGreaterThan(0);
    const { rows } = await admin.query(
      `SELECT content FROM "${schema}".numipay_changes WHERE transaction_key = $1`,
      [one.transactionKey],
    );
    expect(rows).toEqual([{ content: null }]);
    expect((await keeping.claim(one)).state).toBe("duplicate");
    expect((await keeping.claim({ ...one, content: "{}" })).state).toBe("conflict");
  });

  it("peeks without a lock or a fencing token", async () => {
    const one = newChange();
    const lastToken = async (): Promise<unknown> =>
      (await admin.query(`SELECT last_value FROM "${schema}".numipay_fence`)).rows[0];
    const before = await lastToken();
    const states = await Promise.all(Array.from({ length: 20 }, () => inbox.peek(one)));
    expect(new Set(states)).toEqual(new Set(["new"]));
    expect(await lastToken()).toEqual(before);
    expect(pool.totalCount - pool.idleCount).toBe(0);
    // If peek took the lock even briefly, some of these claims would be "in-progress".
    for (let round = 0; round < 20; round += 1) {
      const raced = newChange();
      const [claim] = await Promise.all([
        leaseOf(inbox, raced),
        ...Array.from({ length: 5 }, () => inbox.peek(raced)),
      ]);
      await inbox.release(raced, claim);
    }
  });

  it("peeks at claims of other processes", async () => {
    const other = openPool();
    const elsewhere = pgInbox({ pool: other.pool, schema });
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

  it("stores checkpoints by name", async () => {
    expect(await inbox.checkpoints.read("reconciled")).toBeUndefined();
    await inbox.checkpoints.write("reconciled", "2026-01-01");
    await inbox.checkpoints.write("reconciled", "it's \\ 2026-01-02");
    expect(await inbox.checkpoints.read("reconciled")).toBe("it's \\ 2026-01-02");
  });

  it("migrates concurrently and repeatedly", async () => {
    const fresh = randomName();
    const inboxes = Array.from({ length: 8 }, () => pgInbox({ pool, schema: fresh }));
    await Promise.all(inboxes.map((each) => each.migrate()));
    await inbox.migrate();
    const { rows } = await admin.query(`SELECT version FROM "${fresh}".numipay_migrations`);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
    await admin.query(`DROP SCHEMA "${fresh}" CASCADE`);
  });

  it("explains how to create missing tables", async () => {
    const bare = pgInbox({ pool, schema, tablePrefix: "nowhere_" });
    await expect(bare.claim(newChange())).rejects.toThrow(/await inbox.migrate\(\)/);
    await expect(bare.ping()).rejects.toThrow(/await inbox.migrate\(\)/);
  });
});
