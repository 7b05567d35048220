import { describe, expect, it } from "vitest";
import { type LibraryFixture, nothing } from "./library-fixture.js";

/** Transactions within a handler are savepoints. */
export function describeNested<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept } = fixture;

  describe("in a nested transaction", () => {
    it("commits with the record", async () => {
      const { outcome } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        await underTest.nest(tx, (inner) => write(inner, "b"));
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a", "b"], records: 1 });
    });

    it("rolls back only the nested part", async () => {
      const { outcome, reason } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        const nested = underTest.nest(tx, async (inner) => {
          await write(inner, "b");
          await underTest.run(inner, database.failing);
        });
        await expect(nested).rejects.toThrow(database.isFailure);
        await write(tx, "c");
      });
      expect({ outcome, reason }).toEqual({ outcome: "processed", reason: "undefined" });
      expect(await kept()).toEqual({ effects: ["a", "c"], records: 1 });
    });

    it.each(onceIf(underTest.nestsByCallback !== false))("fails if it is not awaited", async () => {
      let go = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      let nested: Promise<unknown> = Promise.resolve();
      const applied = fixture.shared.apply(async (tx) => {
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
      const next = await fixture.shared.apply((tx) => write(tx, "c"));
      expect(next).toMatchObject({ outcome: "processed" });
    });

    it.each(onceIf(underTest.recoversByText !== false))("maps BEGIN and ROLLBACK", async () => {
      const { outcome } = await fixture.shared.apply(async (tx) => {
        await underTest.run(tx, "BEGIN");
        await write(tx, "a");
        const failed = underTest.run(tx, database.failing);
        await expect(failed).rejects.toThrow(database.isFailure);
        await underTest.run(tx, "ROLLBACK");
        await write(tx, "b");
      });
      expect(outcome).toBe("processed");
      expect(await kept()).toEqual({ effects: ["b"], records: 1 });
    });
  });
}

/** The cases of a test that some entries do not have. `runIf` would report it as skipped. */
function onceIf(applies: boolean): undefined[] {
  return applies ? [undefined] : [];
}
