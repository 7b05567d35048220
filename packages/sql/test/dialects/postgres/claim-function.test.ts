import type { Change } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Found } from "../../../src/dialects/dialect.js";
import { postgresDialect } from "../../../src/dialects/postgres/postgres-dialect.js";
import { toState } from "../../../src/inbox/record-state.js";
import { leaseOf, newChange } from "../../changes.js";
import { openServerFixture, type ServerFixture } from "../../fixture.js";
import { describeWithPostgres } from "../../server.js";

const limits = { lockTimeoutMs: 5000, idleTimeoutMs: 5000, statementTimeoutMs: 5000 };
const begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
const repeatable = "BEGIN ISOLATION LEVEL REPEATABLE READ";

// Guards against a late pending that is applied after the final status: decision 0038.
describeWithPostgres("the function of a claim", () => {
  let fixture: ServerFixture;
  let definition: string;
  const name = () => `"${fixture.schema}".numipay_claim`;

  beforeAll(async () => {
    fixture = await openServerFixture();
    const { rows } = await fixture.pool.query<{ text: string }>(
      `SELECT pg_get_functiondef(CAST('${name()}' AS regproc)) AS text`,
    );
    definition = rows[0]?.text ?? "";
  });
  beforeEach(async () => {
    await fixture.pool.query(definition);
  });
  afterAll(() => fixture.close());

  async function claimIn(client: PoolClient, opening: string, change: Change): Promise<Found> {
    const { statements, read } = postgresDialect({ schema: fixture.schema }).claim(change, limits);
    const results = (await client.query([opening, ...statements].join(";"))) as unknown as {
      rows: Record<string, string>[];
    }[];
    return read(results.map(({ rows }) => ({ rows, rowCount: 0 })));
  }

  /** Resolves once a connection waits for a lock. */
  const waitsForLock = async (client: PoolClient): Promise<void> => {
    const { processID } = client as PoolClient & { processID?: number };
    await expect
      .poll(async () => {
        const { rows } = await fixture.pool.query<{ waits: boolean }>(
          "SELECT wait_event_type = 'Lock' AS waits FROM pg_stat_activity WHERE pid = $1",
          [processID],
        );
        return rows[0]?.waits;
      })
      .toBe(true);
  };

  /** A final change commits after the claim of a late pending has begun, and before it gets its lock. */
  async function claimPendingDuringFinal(opening: string): Promise<string> {
    const final = newChange();
    const pending: Change = { ...final, status: "pending", rank: 0 };
    const lease = await leaseOf(fixture.inbox, final);
    const [blocker, late] = await Promise.all([fixture.pool.connect(), fixture.pool.connect()]);
    try {
      await blocker.query(`BEGIN; LOCK TABLE "${fixture.schema}".numipay_marks`);
      await lease.tx.query(`LOCK TABLE "${fixture.schema}".numipay_changes IN SHARE MODE`);
      const blocked = blocker.query(`LOCK TABLE "${fixture.schema}".numipay_changes`);
      await waitsForLock(blocker);
      const claimed = claimIn(late, opening, pending);
      await waitsForLock(late);
      await fixture.inbox.complete(final, lease);
      await blocked;
      await blocker.query("COMMIT");
      const { opened, records } = await claimed;
      return toState(pending, records, opened !== undefined);
    } finally {
      blocker.release(true);
      late.release(true);
    }
  }

  it("sees what was committed while it waited", async () => {
    expect(await claimPendingDuringFinal(begin)).toBe("stale");
  });

  it("would apply a late pending if it were STABLE", async () => {
    await fixture.pool.query(`ALTER FUNCTION ${name()} STABLE`);
    expect(await claimPendingDuringFinal(begin)).toBe("new");
  });

  it("would apply a late pending under REPEATABLE READ", async () => {
    await fixture.pool.query(definition.replace("<>) 'read committed'", "=) 'none'"));
    expect(await claimPendingDuringFinal(repeatable)).toBe("new");
  });

  it("rejects REPEATABLE READ", async () => {
    const client = await fixture.pool.connect();
    try {
      await expect(claimIn(client, repeatable, newChange())).rejects.toThrow(
        "numipay: a claim needs READ COMMITTED",
      );
    } finally {
      client.release(true);
    }
  });
});
