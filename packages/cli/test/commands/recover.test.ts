import { describe, expect, it } from "vitest";
import { openJournal } from "../recover-fixture.js";

const resend = ["--resend", "when-not-found"];

describe("numipay recover", () => {
  it("confirms what the gateway has, and exits with 1 for the rest", async () => {
    const { recover, states } = await openJournal();
    const { exitCode, stdout, stderr } = await recover();
    expect(stdout).toMatch(/^Result +Operation +Recorded +Tracking id +Note$/m);
    expect(stdout).toMatch(/^confirmed +requestPayout +[\d-]{10} [\d:]{5} +payout-1 +pending$/m);
    expect(stdout).toMatch(/^unknown .*payout-2 +the gateway does not have it$/m);
    expect(stderr).toBe("2 calls: 1 confirmed; 1 still unknown.\n");
    expect(exitCode).toBe(1);
    expect(states()).toEqual({ "payout-1": "confirmed", "payout-2": "unknown" });
  });

  it("exits with 0 if nothing is unknown", async () => {
    const { recover } = await openJournal();
    expect(await recover([], { INTENTS: "payout-1" })).toMatchObject({
      exitCode: 0,
      stderr: "1 call: 1 confirmed.\n",
    });
    expect(await recover([], { INTENTS: "" })).toEqual({
      exitCode: 0,
      stdout: "",
      stderr:
        "No call has an unknown outcome. A call that was interrupted is listed 10 seconds after its timeoutMs has passed.\n",
    });
  });

  it("prints JSON lines", async () => {
    const { recover } = await openJournal();
    const { stdout, stderr } = await recover(["--json"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        account: "default",
        slot: "transaction",
        tracking_id: "payout-1",
        operation: "requestPayout",
        decision: "confirmed",
        transaction_status: "pending",
      },
      { tracking_id: "payout-2", decision: "unknown", reason: "the gateway does not have it" },
      { done: { confirmed: 1, unknown: 1, released: 0, dryRun: false } },
    ]);
    expect(stderr).toBe("");
  });

  it("records nothing in a dry run, and exits with 1", async () => {
    const { recover, states } = await openJournal();
    expect(await recover(["--dry-run"])).toMatchObject({
      exitCode: 1,
      stderr: "2 calls: 1 confirmed (dry run: nothing was recorded); 1 still unknown.\n",
    });
    expect(states()).toEqual({ "payout-1": "unknown", "payout-2": "unknown" });
  });

  it("releases what the gateway does not have, if the risk is confirmed", async () => {
    const { recover, states } = await openJournal();
    expect(await recover([...resend, "--may-pay-twice"])).toMatchObject({
      exitCode: 0,
      stderr: "2 calls: 1 confirmed; 1 released: repeat the call to send it.\n",
    });
    expect(states()).toEqual({ "payout-1": "confirmed", "payout-2": "refused" });
  });

  it("releases nothing during the grace period, or in a dry run", async () => {
    const { recover, states } = await openJournal();
    await recover([...resend, "--may-pay-twice", "--grace", "2h"]);
    expect(states()).toMatchObject({ "payout-2": "unknown" });
    const dry = await recover([...resend, "--dry-run"]);
    expect(dry).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("1 released") });
    expect(states()).toMatchObject({ "payout-2": "unknown" });
  });

  it("exits with 1 if the gateway cannot be asked", async () => {
    const { recover, states } = await openJournal();
    const { exitCode, stderr } = await recover(["--timeout", "1"], {
      NUMIPAY_BASE_URL: "http://127.0.0.1:9",
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "2 calls: 0 confirmed; 2 could not be checked.\n",
    });
    expect(states()).toEqual({ "payout-1": "unknown", "payout-2": "unknown" });
  });

  it("stops if the journal is unreachable", async () => {
    const { recover } = await openJournal();
    expect(await recover([], { STORE_IS_DOWN: "1" })).toMatchObject({
      exitCode: 3,
      stderr: "Error: Cannot connect to the journal: no store at 127.0.0.1\n",
    });
  });

  it.each([
    [resend, "requires --may-pay-twice"],
    [["--grace", "1h"], "--grace requires --resend when-not-found"],
    [[...resend, "--may-pay-twice", "--grace", "59s"], "--grace must be at least 1m"],
    [[...resend, "--may-pay-twice", "--grace", "soon"], "Use a number with the unit"],
    [["--resend", "always"], "never, when-not-found"],
    [["--journal-module", "none.js"], "no such file"],
  ])("rejects %j", async (args, problem) => {
    const { recover } = await openJournal();
    const { exitCode, stderr } = await recover(args);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(problem),
    });
  });

  it.each(["export const journal = {};", "export const log = 1;"])(
    "rejects the module %s",
    async (source) => {
      const { recover } = await openJournal(source);
      expect(await recover()).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("does not export `journal`"),
      });
    },
  );
});
