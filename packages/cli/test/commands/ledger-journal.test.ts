import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openGateway } from "../gateway-fixture.js";
import { runBinary } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A journal of these calls, all recorded at noon of 2 January 2026. */
const moduleText = (calls: readonly (readonly [id: string, state: string])[]) => `
const calls = ${JSON.stringify(calls)}.map(([tracking_id, state]) => ({
  account: "default", slot: "transaction", tracking_id, state, operation: "requestPayout",
  recordedAt: "2026-01-02T12:00:00.000Z",
}));
export const journal = {
  account: "default",
  store: {
    unresolved: async (_, after) => (after === undefined ? calls.filter(({ state }) => state === "unknown") : []),
    read: async ({ tracking_id }) => calls.find((call) => call.tracking_id === tracking_id),
  },
};
`;

/** A gateway with an unpaid payout-1, and a ledger without entries. */
async function diff(calls: Parameters<typeof moduleText>[0], args: readonly string[] = []) {
  const { sandbox, env } = await openGateway({ startAt: "2026-01-02T12:00:00Z" });
  const request = { tracking_id: "payout-1", user_id: "u-1", currency: "EUR", amount: "30.00" };
  await sandbox.fetch("/payouts/request", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request }),
  });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "ledger.csv"), "tracking_id,amount,currency\n");
  writeFileSync(join(cwd, "journal.mjs"), moduleText(calls));
  const days = ["--from", "2026-01-01", "--to", "2026-01-03", "--journal-module", "journal.mjs"];
  return runBinary(["ledger", "diff", "ledger.csv", ...days, ...args], { cwd, env });
}

describe("numipay ledger diff with a journal", () => {
  it("agrees if each call has a transaction and each transaction a call", async () => {
    expect(await diff([["payout-1", "confirmed"]])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("0 entries compared with 1 transaction: they agree."),
    });
  });

  it("finds a call that never arrived", async () => {
    const { exitCode, stdout } = await diff([
      ["payout-1", "unknown"],
      ["payout-2", "unknown"],
      ["payout-3", "refused"],
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^never-arrived +payout-2 +- +-$/m);
    expect(stdout).toContain("1 never-arrived.");
  });

  it("finds a transaction that was never requested", async () => {
    const { exitCode, stdout } = await diff([], ["--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      discrepancies: [
        { kind: "never-requested", tracking_id: "payout-1", expected: "30.00 EUR", found: null },
      ],
    });
  });

  it("ignores calls of other days", async () => {
    const { exitCode } = await diff(
      [
        ["payout-1", "confirmed"],
        ["payout-2", "unknown"],
      ],
      ["--from", "2026-01-03"],
    );
    expect(exitCode).toBe(0);
  });
});
