import { readFileSync } from "node:fs";
import { trace } from "@numipay/core/protocol";
import type { TelemetryMessages } from "@numipay/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { instrument, registerSdk } from "../telemetry-fixture.js";

type Messages = TelemetryMessages;

/** Publishes an operation that has ended as the message says. */
async function play<Name extends keyof Messages>(
  name: Name,
  message: Messages[Name],
  error?: Error,
): Promise<void> {
  const work = async () => {
    if (error !== undefined) throw error;
  };
  await trace(name, () => message, work).catch(() => undefined);
}

const call: Messages["numipay.client.call"] = {
  operation: "payouts.request",
  operationId: "requestPayout",
  movesMoney: true,
  serverAddress: "gateway.test",
  serverPort: 443,
  tracking_id: "order-1",
  transaction_id: "gateway-1",
  attempts: 1,
  outcome: "succeeded",
  errorCode: undefined,
};
const attempt: Messages["numipay.client.attempt"] = {
  operationId: "requestPayout",
  method: "POST",
  path: "/payouts/request",
  attempt: 1,
  serverAddress: "gateway.test",
  serverPort: 443,
  tracking_id: "order-1",
  status: 200,
  requestId: "request-1",
  errorType: undefined,
};
const handler: Messages["numipay.webhook.handler"] = {
  account: "default",
  eventType: "deposit.successful",
  handler: 0,
  transaction_id: "gateway-1",
  tracking_id: "order-1",
};
const reconcile: Messages["numipay.reconcile.run"] = {
  account: "default",
  dryRun: false,
  windows: 1,
  listed: 5,
  found: 2,
  unhandled: 0,
  failed: 0,
  intents: 0,
  setAside: 3,
  isComplete: true,
};
const recover: Messages["numipay.recover.run"] = {
  account: "default",
  dryRun: false,
  done: 3,
  counts: { confirmed: 1, queued: 0, released: 0, unknown: 1, failed: 1, skipped: 0 },
};
const job: Messages["numipay.queue.process"] = {
  queue: "numipay-webhooks",
  jobId: "job-1",
  attempt: 1,
  carrier: {},
  eventType: "deposit.successful",
  account: "default",
  transaction_id: "gateway-1",
  outcome: "processed",
  isDeadLetter: false,
};

/** The metrics of a scrape without buckets, durations, help and the name of the scope. */
function samplesOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("numipay_") && !/_bucket\{|_sum\{/.test(line))
    .map((line) => line.replace(/,?otel_scope_name="[^"]*",otel_scope_version="[^"]*"/, ""))
    .toSorted();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the metrics of each channel", () => {
  it("have the names and labels of the documentation", async () => {
    const { scrape } = registerSdk();
    instrument();
    await play("numipay.client.call", call);
    await play("numipay.client.attempt", attempt);
    await play("numipay.webhook.delivery", { source: "webhook", report: undefined });
    await play("numipay.webhook.handler", handler, new TypeError("broken"));
    await play("numipay.reconcile.run", reconcile);
    await play("numipay.outbox.process", {
      account: "default",
      operation: "payouts.request",
      tracking_id: "order-1",
      processed: "confirmed",
    });
    await play("numipay.recover.run", recover);
    await play("numipay.queue.process", job);
    await play("numipay.queue.process", { ...job, isDeadLetter: true, outcome: "handler-failed" });
    expect(samplesOf(await scrape())).toMatchInlineSnapshot(`
      [
        "numipay_client_attempts_total{numipay_operation_id="requestPayout",http_response_status_code="200"} 1",
        "numipay_client_call_duration_count{numipay_operation="payouts.request",numipay_outcome="succeeded"} 1",
        "numipay_outbox_processed_total{numipay_operation="payouts.request",numipay_outcome="confirmed"} 1",
        "numipay_outbox_processed_total{numipay_operation="payouts.request",numipay_outcome="failed"} 0",
        "numipay_outbox_processed_total{numipay_operation="payouts.request",numipay_outcome="unknown"} 0",
        "numipay_queue_dead_letters_total{messaging_destination_name="numipay-webhooks"} 1",
        "numipay_queue_process_duration_count{messaging_destination_name="numipay-webhooks",numipay_outcome="handler-failed"} 1",
        "numipay_queue_process_duration_count{messaging_destination_name="numipay-webhooks",numipay_outcome="processed"} 1",
        "numipay_reconcile_duration_count{numipay_account="default",numipay_outcome="complete"} 1",
        "numipay_reconcile_found_total{numipay_account="default"} 2",
        "numipay_reconcile_last_complete{numipay_account="default"} 1800000000",
        "numipay_reconcile_set_aside{numipay_account="default"} 3",
        "numipay_recover_duration_count{numipay_account="default",numipay_outcome="complete"} 1",
        "numipay_recover_last_complete{numipay_account="default"} 1800000000",
        "numipay_recover_undecided{numipay_account="default"} 2",
        "numipay_webhook_delivery_duration_count{numipay_source="webhook"} 1",
        "numipay_webhook_handler_duration_count{numipay_event_type="deposit.successful",error_type="TypeError"} 1",
      ]
    `);
  });

  it("are named as by the Collector after the renaming of the README", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const [, pattern = ""] = /^ +regex: (.+)$/m.exec(readme) ?? [];
    const [, replacement = ""] = /^ +replacement: (.+)$/m.exec(readme) ?? [];
    const template = replacement.replaceAll(/\$\{(\d)\}/g, "$$$1");
    const rename = (name: string) => name.replace(new RegExp(`^(?:${pattern})$`), template);
    expect(
      [
        "numipay_client_call_duration_bucket",
        "numipay_webhook_delivery_duration_count",
        "numipay_queue_process_duration_sum",
        "numipay_reconcile_last_complete",
        "numipay_queue_dead_letters_total",
        "numipay_client_call_duration_seconds_bucket",
      ].map(rename),
    ).toEqual([
      "numipay_client_call_duration_seconds_bucket",
      "numipay_webhook_delivery_duration_seconds_count",
      "numipay_queue_process_duration_seconds_sum",
      "numipay_reconcile_last_complete_seconds",
      "numipay_queue_dead_letters_total",
      "numipay_client_call_duration_seconds_bucket",
    ]);
  });

  it("measure seconds", async () => {
    const { scrape } = registerSdk();
    instrument();
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    trace(
      "numipay.client.call",
      () => call,
      () => vi.advanceTimersByTime(1500),
    );
    const text = await scrape();
    expect(text).toContain("# UNIT numipay_client_call_duration s");
    expect(text).toMatch(/^numipay_client_call_duration_sum\{[^}]*\} 1\.5$/m);
    expect(text).toContain('le="0.005"');
  });

  it("count an operation during which the clock was replaced", async () => {
    const { scrape, errors } = registerSdk();
    instrument();
    trace(
      "numipay.client.call",
      () => call,
      () => vi.useFakeTimers({ toFake: ["Date", "performance"] }),
    );
    expect(await scrape()).toMatch(/^numipay_client_call_duration_sum\{[^}]*\} 0$/m);
    expect(errors).toEqual([]);
  });

  it("have no dry runs", async () => {
    const { scrape } = registerSdk();
    instrument();
    await play("numipay.reconcile.run", { ...reconcile, dryRun: true });
    await play("numipay.recover.run", { ...recover, dryRun: true });
    expect(samplesOf(await scrape())).toEqual([]);
  });

  it("keep the time of the last complete run", async () => {
    const { scrape } = registerSdk();
    instrument();
    await play("numipay.reconcile.run", reconcile);
    await play("numipay.recover.run", recover);
    vi.setSystemTime(1_800_000_060_000);
    await play("numipay.reconcile.run", { ...reconcile, isComplete: false }, new Error("down"));
    await play("numipay.recover.run", recover, new Error("down"));
    const samples = samplesOf(await scrape()).join("\n");
    expect(samples.match(/last_complete\S* 1800000000$/gm)).toHaveLength(2);
    expect(samples.match(/numipay_outcome="failed"\} 1$/gm)).toHaveLength(2);
  });
});

describe("the values of labels", () => {
  it("are at most 50 event types", async () => {
    const { scrape } = registerSdk();
    instrument();
    for (let index = 0; index < 60; index += 1) {
      await play("numipay.webhook.handler", { ...handler, eventType: `deposit.status-${index}` });
    }
    const samples = samplesOf(await scrape());
    expect(samples).toHaveLength(51);
    expect(samples).toContain(
      'numipay_webhook_handler_duration_count{numipay_event_type="other"} 10',
    );
  });

  it("are at most 50 error types, on one bounded line", async () => {
    const { scrape } = registerSdk();
    instrument();
    const errorType = `E\n${"x".repeat(300)}`;
    await play("numipay.client.attempt", { ...attempt, status: undefined, errorType });
    for (let index = 0; index < 60; index += 1) {
      await play("numipay.client.attempt", { ...attempt, errorType: `E${index}` });
    }
    const samples = samplesOf(await scrape());
    expect(samples).toHaveLength(51);
    expect(samples.join("\n")).toContain('error_type="_OTHER"');
    expect(samples.join("\n")).toContain('error_type="E\\\\nxxx');
    expect(samples.every((sample) => sample.length < 300)).toBe(true);
  });

  it("contain no ids", async () => {
    const { scrape } = registerSdk();
    instrument();
    await play("numipay.client.call", call);
    await play("numipay.client.attempt", attempt);
    await play("numipay.webhook.handler", handler);
    await play("numipay.queue.process", job);
    expect(await scrape()).not.toMatch(/order-1|gateway-1|request-1|job-1/);
  });
});
