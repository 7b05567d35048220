import { randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LibraryFixture } from "./library-fixture.js";

/** What the database, the network or a handler delays ends in time. */
export function describeTimeouts<Tx>(fixture: LibraryFixture<Tx>): void {
  const { underTest, database, write, kept, open } = fixture;

  describe("on a timeout", () => {
    it("cancels a handler's statement", async () => {
      const { apply } = await open({ handlerStatementTimeoutMs: 100 });
      const { outcome, reason } = await apply((tx) => underTest.run(tx, database.toSleep(5)));
      expect({ outcome, reason }).toMatchObject({
        outcome: "handler-failed",
        reason: expect.stringMatching(
          /statement timeout|handlerStatementTimeoutMs|max_statement_time/,
        ),
      });
      expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
    });

    it("abandons a handler that is too slow", async () => {
      const { apply } = await open({ handlerStatementTimeoutMs: 500 });
      const id = randomUUID();
      let late: unknown;
      const { outcome } = await apply(
        async (tx) => {
          await write(tx, "a");
          // Longer than the test: the server must end it.
          await underTest.run(tx, database.toSleep(60)).catch(() => undefined);
          await write(tx, "b").catch((error: unknown) => {
            late = error;
          });
        },
        { id, handlerTimeoutMs: 100 },
      );
      expect(outcome).toBe("handler-failed");
      await expect.poll(() => String(late), { timeout: 20_000 }).toMatch(/handlerTimeoutMs/);
      const again = async () => (await apply((tx) => write(tx, "a"), { id })).outcome;
      await expect.poll(again, { timeout: 20_000 }).toBe("processed");
      expect(await kept()).toEqual({ effects: ["a"], records: 1 });
    });

    it("frees the claim of an idle handler", async () => {
      const { apply } = await open({ idleTimeoutMs: 100 });
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
      const again = async () => (await apply((tx) => write(tx, "b"), { id })).outcome;
      // MariaDB rounds up to a second.
      await expect.poll(again, { timeout: 20_000 }).toBe("processed");
      stop();
      expect((await hung).outcome).not.toBe("processed");
      expect(await kept()).toEqual({ effects: ["b"], records: 1 });
    });

    it("rejects a claim if the network drops responses", async () => {
      const proxy = await database.openProxy();
      onTestFinished(() => proxy.close());
      const { apply } = await open(
        { acquireTimeoutMs: 2000, statementTimeoutMs: 1000, lockTimeoutMs: 250 },
        { host: "127.0.0.1", port: proxy.port },
      );
      expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
      proxy.dropResponses();
      expect(await apply(() => undefined)).toMatchObject({
        outcome: "inbox-unavailable",
        reason: expect.stringMatching(/(?:Timed out after|took longer than|did not respond)/),
      });
    });
  });
}
