import { describe, expect, it } from "vitest";
import { type LibraryFixture, nothing } from "./library-fixture.js";

/** A handler cannot end the inbox's transaction. */
export function describeControl<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept } = fixture;

  describe("with transaction control", () => {
    it.each(database.rejected)("rejects %j, even if the error is caught", async (text) => {
      const { outcome, reason } = await fixture.shared.apply(async (tx) => {
        await write(tx, "before");
        await expect(underTest.run(tx, text)).rejects.toThrow(/rejected and not sent/);
        await write(tx, "after").catch(() => undefined);
      });
      expect(outcome).toBe("handler-failed");
      expect(reason).toMatch(/^EffectFailedError: .*rejected and not sent/);
      expect(await kept()).toEqual(nothing);
    });

    it("fails if a handler leaves a transaction open", async () => {
      const { reason } = await fixture.shared.apply(async (tx) => {
        await underTest.run(tx, "BEGIN");
        await write(tx, "a");
      });
      expect(reason).toMatch(/own transaction still open/);
      expect(await kept()).toEqual(nothing);
    });
  });
}
