import { describe, expect, it } from "vitest";
import type { LibraryFixture } from "./library-fixture.js";

/** Handlers never take the last connection: decision 0013. */
export function describePools<Tx>({ open, write }: LibraryFixture<Tx>): void {
  describe("on a small pool", () => {
    it("leaves the last connection free", async () => {
      const { apply, inbox } = await open({ acquireTimeoutMs: 2000 }, { max: 2 });
      const { outcome } = await apply(async () => {
        await inbox.ping();
        expect(await apply(() => undefined)).toMatchObject({
          outcome: "inbox-unavailable",
          reason: expect.stringMatching(/increase the pool's/),
        });
      });
      expect(outcome).toBe("processed");
      // The permits were returned, also by the rejected claim.
      expect(await apply(() => undefined)).toMatchObject({ outcome: "processed" });
    });

    it("returns the permits of failed handlers", async () => {
      const { apply } = await open({}, { max: 2 });
      for (let i = 0; i < 5; i += 1) {
        await apply(() => {
          throw new Error("The handler failed.");
        });
      }
      expect(await apply((tx) => write(tx, "a"))).toMatchObject({ outcome: "processed" });
    });
  });
}
