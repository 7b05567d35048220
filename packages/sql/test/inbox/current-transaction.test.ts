import { setImmediate } from "node:timers/promises";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { currentTransaction } from "../../src/index.js";
import { createApply, openServerFixture, type ServerFixture } from "../fixture.js";
import { describeWithPostgres } from "../server.js";

describeWithPostgres("currentTransaction", () => {
  let fixture: ServerFixture;
  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  /** A service that does not receive tx. */
  async function book(name: string): Promise<void> {
    await setImmediate();
    const tx = currentTransaction<PoolClient>();
    if (tx === undefined) throw new Error("There is no transaction.");
    await fixture.write(tx, name);
  }

  it("is the tx of the running handler", async () => {
    const seen: unknown[] = [];
    const { outcome } = await fixture.apply([
      (tx) => void seen.push(currentTransaction() === tx),
      async (tx) => {
        await setImmediate();
        seen.push(currentTransaction() === tx);
      },
    ]);
    expect([outcome, ...seen]).toEqual(["processed", true, true]);
  });

  it("is undefined outside of a handler", async () => {
    expect(currentTransaction()).toBeUndefined();
    await fixture.apply(() => book("a"));
    expect(currentTransaction()).toBeUndefined();
  });

  it("commits a service's writes with the record", async () => {
    const { outcome } = await fixture.apply(() => book("a"));
    expect(outcome).toBe("processed");
    await fixture.apply(async () => {
      await book("b");
      throw new Error("the handler's");
    });
    expect(await fixture.effects()).toEqual(["a"]);
  });

  it("keeps concurrent handlers apart", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `n${at}`);
    const results = await Promise.all(
      names.map((name, at) =>
        fixture.apply(async () => {
          await book(name);
          if (at % 2 === 1) throw new Error("the handler's");
        }),
      ),
    );
    expect(results.filter(({ outcome }) => outcome === "processed")).toHaveLength(10);
    expect((await fixture.effects()).toSorted()).toEqual(
      names.filter((_, at) => at % 2 === 0).toSorted(),
    );
  });

  it("is rejected after the handler returned", async () => {
    let late: Promise<void> | undefined;
    await fixture.apply(() => {
      late = setImmediate()
        .then(() => setImmediate())
        .then(() => book("late"));
      late.catch(() => undefined);
    });
    await expect(late).rejects.toThrow("used tx after it had returned");
  });

  it("lets a report show a handler that did not use tx", async () => {
    const { apply, reports } = createApply(fixture.inbox);
    await apply([(tx) => fixture.write(tx, "a"), () => undefined]);
    await apply(() => book("b"));
    await apply(() => {
      throw new Error("the handler's");
    });
    expect(reports.map(({ txUsed }) => txUsed)).toEqual([false, true, undefined]);
  });
});
