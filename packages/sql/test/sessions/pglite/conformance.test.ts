import { PGlite } from "@electric-sql/pglite";
import { inboxCases, type InboxUnderTest } from "@numipay/testing";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { interleavings } from "../../interleavings.js";
import { pgliteInbox } from "../../../src/pglite.js";

let db: PGlite;

beforeAll(async () => {
  db = await PGlite.create();
}, 120_000);

afterAll(() => db.close());

/** How long a turn may last on the fake clock. */
const idleTimeoutMs = 10_000;

const subject: InboxUnderTest = {
  takesTurns: "PGlite has one connection",
  cannot: { cutOff: "PGlite runs in the process" },
  async open() {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const inbox = pgliteInbox({ db, idleTimeoutMs });
    await inbox.migrate();
    const lapse = async () => void (await vi.advanceTimersByTimeAsync(idleTimeoutMs));
    return {
      inbox,
      openAnother: async () => ({
        inbox: pgliteInbox({ db, idleTimeoutMs }),
        vanish: lapse,
      }),
      lapse,
      async countConflicts() {
        const { rows } = await db.query<{ count: number }>(
          "SELECT count(*)::int FROM numipay_conflicts",
        );
        return rows[0]?.count ?? 0;
      },
      async close() {
        // Ends leases that a case still holds.
        await lapse();
        vi.useRealTimers();
      },
    };
  },
};

describe("pglite on PGlite", () => {
  for (const { name, run } of inboxCases(subject, { interleavings })) {
    it(name, { timeout: 60_000 }, () => run());
  }
});
