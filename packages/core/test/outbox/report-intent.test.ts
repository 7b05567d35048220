import { describe, expect, it } from "vitest";
import type { RecordedIntent } from "../../src/outbox/journal.js";
import { memoryJournal } from "../../src/outbox/memory-journal.js";
import type { OutboxOutcome } from "../../src/outbox/outbox-handlers.js";
import { reportIntent } from "../../src/outbox/report-intent.js";
import { toSettings } from "../../src/client/settings.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { payout, payoutKey } from "./outbox-fixture.js";

function startReporting() {
  const calls: string[] = [];
  const failures: unknown[] = [];
  const handlerOf = (outcome: OutboxOutcome) => [() => void calls.push(outcome)];
  const parts = {
    client: toSettings({}),
    journal: memoryJournal(),
    inbox: memoryInbox(),
    handlers: {
      confirmed: handlerOf("confirmed"),
      refused: handlerOf("refused"),
      unknown: handlerOf("unknown"),
    },
    handlerTimeoutMs: 1_000,
    fail: ({ error }: { error: unknown }) => void failures.push(error),
  };
  const report = (state: OutboxOutcome, fields: Partial<RecordedIntent> = {}) =>
    reportIntent(parts, {
      ...payoutKey,
      operation: "requestPayout",
      keyId: "",
      digests: {},
      metadata: undefined,
      recordedAt: new Date().toISOString(),
      response: undefined,
      responseExpiresAt: undefined,
      attempts: 1,
      request: JSON.stringify(payout),
      ...fields,
      state,
    });
  return { calls, failures, report };
}

describe("reportIntent", () => {
  it("calls the handlers once for each outcome", async () => {
    const { calls, report } = startReporting();
    for (const state of ["unknown", "unknown", "confirmed", "confirmed"] as const) {
      expect(await report(state)).toBe("settled");
    }
    expect(calls).toEqual(["unknown", "confirmed"]);
  });

  it("does not report what is known as unknown", async () => {
    const { calls, report } = startReporting();
    await report("confirmed");
    expect(await report("unknown")).toBe("settled");
    expect(calls).toEqual(["confirmed"]);
  });

  it("keeps accounts, slots and ids apart", async () => {
    const { calls, report } = startReporting();
    await report("confirmed");
    for (const fields of [
      { account: "shop-2" },
      { slot: "decision" as const },
      { tracking_id: "payout-2" },
      { account: "default:transaction", tracking_id: "x" },
      { account: "default", tracking_id: "transaction:x" },
    ]) {
      await report("confirmed", fields);
    }
    expect(calls).toHaveLength(6);
  });

  it("does not call a handler without the request", async () => {
    const { calls, failures, report } = startReporting();
    expect(await report("refused", { request: undefined })).toBe("failed");
    expect(calls).toEqual([]);
    expect(String(failures[0])).toContain("lost the request");
  });

  it("does not call a handler for another operation with the same identity", async () => {
    const { calls, failures, report } = startReporting();
    await report("confirmed");
    expect(await report("confirmed", { operation: "direct" })).toBe("failed");
    expect(calls).toEqual(["confirmed"]);
    expect(String(failures[0])).toContain("conflict");
  });
});
