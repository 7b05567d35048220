import { describe, expect, it } from "vitest";
import { type LibraryFixture, nothing } from "./library-fixture.js";

/** What only PostgreSQL has. */
export function describePostgres<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept } = fixture;

  describe("in PostgreSQL", () => {
    it("keeps neither if a constraint fails at commit", async () => {
      const { outcome, reason } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        await write(tx, "a");
      });
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(/rejected a handler's writes at commit \(23505/),
      });
      expect(await kept()).toEqual(nothing);
    });

    it("fails after a swallowed failed statement", async () => {
      const { outcome } = await fixture.shared.apply(async (tx) => {
        await write(tx, "a");
        await underTest.run(tx, database.failing).catch(() => undefined);
      });
      expect(outcome).toBe("handler-failed");
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
        const { reason } = await fixture.shared.apply((tx) => underTest.run(tx, text));
        expect(reason).toMatch(/may change what outlives the transaction.*Use SET LOCAL/);
        expect(await kept()).toEqual(nothing);
      },
    );

    it.each(["SET LOCAL search_path = pg_catalog", "SET LOCAL ROLE pg_monitor"])(
      "records after %j",
      async (text) => {
        const { outcome, reason } = await fixture.shared.apply(async (tx) => {
          await write(tx, "a");
          await underTest.run(tx, text);
        });
        expect({ outcome, reason }).toMatchObject({ outcome: "processed" });
        expect(await kept()).toEqual({ effects: ["a"], records: 1 });
      },
    );
  });
}
