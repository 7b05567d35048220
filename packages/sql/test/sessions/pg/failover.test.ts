import { randomUUID } from "node:crypto";
import { numipayWebhook } from "@numipay/core";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { createApply } from "../../fixture.js";
import { openProxy } from "../../server.js";
import {
  describeWithOwnServers,
  startPrimary,
  startStandby,
  type TestServer,
} from "../../start-servers.js";

const schema = "pay";

// Guards against a health check that passes where nothing can be written.
describeWithOwnServers("pgInbox on a primary and its standby", () => {
  let primary: TestServer;
  let standby: TestServer;
  const pools: Pool[] = [];
  const open = (port: number, more: PoolConfig = {}): Pool => {
    const pool = new Pool({ host: "127.0.0.1", port, user: "postgres", max: 4, ...more });
    pool.on("error", () => undefined);
    pools.push(pool);
    return pool;
  };

  beforeAll(async () => {
    primary = await startPrimary();
    await pgInbox({ pool: open(primary.port), schema }).migrate();
    standby = await startStandby(primary);
  }, 60_000);
  afterAll(async () => {
    for (const pool of pools) await pool.end();
    await standby?.stop();
    await primary?.stop();
  });

  it("fails its health check on the standby and says why", async () => {
    const inbox = pgInbox({ pool: open(standby.port), schema });
    const reason =
      /^The database is read-only: it may be a standby.*\(.*recovery\)\. Connect the pool to the primary\.$/;
    await expect(inbox.ping()).rejects.toThrow(reason);
    const password = { signaturePassword: "a-password-for-these-tests-alone" };
    await expect(numipayWebhook({ inbox, ...password }).ping()).rejects.toThrow(reason);
    await expect(inbox.checkpoints.write("a", "1")).rejects.toThrow(reason);
    const applied = await createApply(inbox).apply(() => undefined);
    expect(applied.outcome).toBe("inbox-unavailable");
    expect(applied.reason).toContain("Connect the pool to the primary.");
    // Reading works, and current tables need no migration.
    await inbox.migrate();
    expect(await inbox.checkpoints.read("a")).toBeUndefined();
  });

  it("explains a migration that is needed on the standby", async () => {
    const inbox = pgInbox({ pool: open(standby.port), schema: "missing" });
    await expect(inbox.migrate()).rejects.toThrow("Connect the pool to the primary.");
  });

  it("takes no transaction id for a health check", async () => {
    const pool = open(primary.port);
    const inbox = pgInbox({ pool, schema });
    const readNext = async (): Promise<unknown> =>
      (await pool.query("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next")).rows[0];
    const before = await readNext();
    for (let time = 0; time < 5; time += 1) await inbox.ping();
    expect(await readNext()).toEqual(before);
  });

  it("rejects a connection to the standby with the README's verify", async () => {
    const verify = (client: PoolClient, done: (error?: Error) => void): void => {
      client.query("SELECT pg_is_in_recovery() AS is_standby", (error, result) => {
        if (error) done(error);
        else if (result.rows[0].is_standby) done(new Error("Connected to a standby."));
        else done();
      });
    };
    await expect(open(standby.port, { verify }).query("SELECT 1")).rejects.toThrow(
      "Connected to a standby.",
    );
    await open(primary.port, { verify }).query("SELECT 1");
  });

  it("continues on the promoted standby", async () => {
    const address = await openProxy({ port: primary.port });
    const inbox = pgInbox({ pool: open(address.port), schema });
    // Connected to the standby all the time.
    const other = pgInbox({ pool: open(standby.port), schema });
    const { apply } = createApply(inbox);
    const id = randomUUID();
    expect((await apply(() => undefined, { id })).outcome).toBe("processed");
    await expect(other.ping()).rejects.toThrow("standby");
    const reader = open(standby.port);
    await vi.waitFor(async () => {
      const { rows } = await reader.query(`SELECT 1 FROM ${schema}.numipay_changes`);
      expect(rows).not.toEqual([]);
    }, 60_000);

    await primary.stop();
    expect((await apply(() => undefined)).outcome).toBe("inbox-unavailable");
    await reader.query("SELECT pg_promote()");
    address.pointTo(standby.port);

    await vi.waitFor(() => inbox.ping(), 20_000);
    expect((await apply(() => undefined, { id })).outcome).toBe("duplicate");
    expect((await apply(() => undefined)).outcome).toBe("processed");
    await other.ping();
    await address.close();
  }, 60_000);
});
