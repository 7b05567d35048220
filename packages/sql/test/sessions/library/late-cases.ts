import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type LibraryFixture, nothing } from "./library-fixture.js";

const isLate = /used tx after it had returned.*Await every statement/;

/** `tx` ends when its handler returns. */
export function describeLateStatements<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept } = fixture;

  describe("with late statements", () => {
    it("rejects and reports them", async () => {
      const { apply, reports } = await fixture.open();
      let late: Tx | undefined;
      await apply((tx) => {
        late = tx;
      });
      await expect(write(late as Tx, "late")).rejects.toThrow(isLate);
      const nested = underTest.nest(late as Tx, (inner) => write(inner, "late"));
      await expect(nested).rejects.toThrow(isLate);
      const found = reports.filter(({ outcome }) => outcome === "late-statement");
      expect(found.length).toBeGreaterThanOrEqual(2);
      expect(await kept()).toEqual({ effects: [], records: 1 });
    });

    it("rejects them while the next handler runs", async () => {
      let late: Tx | undefined;
      const { outcome } = await fixture.shared.apply([
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
      const { outcome, reason } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        void underTest.run(tx, database.toSleep(0.2)).catch(() => undefined);
        await setImmediate();
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/still running/),
      });
      expect(await kept()).toEqual(nothing);
    });

    it("commits none that was not awaited", async () => {
      const { apply, end } = await fixture.open();
      await apply((tx) => {
        for (let n = 0; n < 30; n += 1) write(tx, `late ${n}`).catch(() => undefined);
      });
      // The library may send some of them after the handler has returned.
      await end();
      expect((await kept()).effects).toEqual([]);
    });
  });
}
