import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Fault, Recording } from "../../src/timeline/recording.js";
import { readRecording, recordingFile } from "../../src/timeline/read-recording.js";
import { recordTimeline } from "../../src/timeline/record-timeline.js";

let recording: Recording;
beforeAll(async () => {
  recording = await recordTimeline();
  // A new database takes seconds, on a busy machine many.
}, 120_000);

function find(id: string): Fault {
  const fault = recording.faults.find((one) => one.id === id);
  if (fault === undefined) throw new Error(`There is no fault ${id}.`);
  return fault;
}
const lastOf = ({ steps }: Fault) => steps.at(-1);

describe("the committed recording", () => {
  it("is what the packages do now", () => {
    // If it is not, run `npm run docs -- --record` and review what changed.
    expect(recording).toEqual(readRecording());
  });

  it("has no key, password or whole signature", () => {
    const text = readFileSync(recordingFile, "utf8");
    expect(text).toContain("sandbox_dev_…");
    expect(/sandbox_[a-z0-9_]{9}|[0-9A-F]{9}/.exec(text)).toBeNull();
  });
});

describe("each fault", () => {
  it.each([
    ["no-fault", ["processed"]],
    ["duplicate", ["processed", "duplicate"]],
    ["forged", ["bad-signature", "processed", "bad-signature"]],
    ["handler-throws", ["handler-failed", "processed"]],
    ["late-pending", ["processed", "stale"]],
    ["shop-down", ["processed"]],
    ["crash", ["processed", "processed"]],
  ])("of %s has its outcomes", (id, outcomes) => {
    const log = find(id).steps.flatMap(({ shop }) => shop.log);
    expect(log.map((line) => line.split(":")[0])).toEqual(outcomes);
  });

  it("ends with equal ledgers and one row for each payment", () => {
    expect(recording.faults).toHaveLength(7);
    for (const fault of recording.faults) {
      const last = lastOf(fault);
      expect(last?.differences).toEqual([]);
      expect(last?.gateway.every(({ status }) => status === "successful")).toBe(true);
      expect(last?.shop).toMatchObject({ wallet: fault.id === "crash" ? "170.00" : "200.00" });
      const booked = last?.shop.entries.map(({ tracking_id }) => tracking_id);
      expect(booked).toEqual(last?.gateway.map(({ tracking_id }) => tracking_id));
    }
  });
});

describe("the negative control", () => {
  it.each([
    ["duplicate", { wallet: "400.00" }, 1],
    ["handler-throws", { wallet: "400.00" }, 1],
    ["late-pending", { payments: [{ tracking_id: "order-1001", status: "pending" }] }, 0],
    ["shop-down", { wallet: "0.00", entries: [] }, 1],
    ["crash", { wallet: "170.00", onHold: "30.00" }, 0],
  ])("of %s shows the fault", (id, shop, differences) => {
    const { control } = find(id);
    expect(control?.shop).toMatchObject(shop);
    expect(control?.differences).toHaveLength(differences);
  });
});

describe("shop down", () => {
  it("reports the deposit as lost until reconcile applies it", () => {
    const { steps } = find("shop-down");
    const attempts = steps.flatMap((step) => step.attempts);
    expect(attempts.map(({ number }) => number)).toEqual(
      Array.from({ length: 15 }, (_, n) => n + 1),
    );
    expect(attempts.every(({ status }) => status === null)).toBe(true);
    expect(steps.map(({ differences }) => differences.length)).toEqual([0, 0, 1, 1, 1, 1, 0]);
    expect(steps.at(-1)?.exchange?.path).toMatch(/^\/transactions\?/);
  });
});

describe("handler throws", () => {
  it("rolls back what the handler wrote", () => {
    const failed = find("handler-throws").steps.find(({ shop }) => shop.log.length > 0);
    expect(failed?.exchange?.response?.status).toBe(500);
    expect(failed?.shop).toMatchObject({ wallet: "0.00", entries: [], recorded: [] });
  });
});

describe("crash", () => {
  it("keeps the debit and the queued payout, and sends the payout once", () => {
    const { steps } = find("crash");
    const killed = steps.find(({ shop }) => !shop.isRunning);
    expect(killed?.shop).toMatchObject({
      wallet: "170.00",
      onHold: "30.00",
      outbox: [{ state: "queued" }],
    });
    expect(killed?.gateway).toHaveLength(1);
    const sent = steps.filter(({ exchange }) => exchange?.path === "/payouts/request");
    expect(sent).toHaveLength(1);
  });
});
