import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type TelemetryChannel, telemetryChannels } from "../../src/protocol/telemetry/channels.js";
import type { TraceMessage } from "../../src/protocol/telemetry/trace-message.js";
import type { TelemetryMessages } from "../../src/telemetry/telemetry-messages.js";

type FieldOf<Name extends TelemetryChannel> = Exclude<
  keyof TelemetryMessages[Name],
  keyof TraceMessage
>;

/** Every field of every message. A field too many or too few does not compile. */
const fields: { [Name in TelemetryChannel]: Record<FieldOf<Name>, true> } = {
  "numipay.client.call": {
    operation: true,
    operationId: true,
    movesMoney: true,
    serverAddress: true,
    serverPort: true,
    tracking_id: true,
    transaction_id: true,
    attempts: true,
    outcome: true,
    errorCode: true,
  },
  "numipay.client.attempt": {
    operationId: true,
    method: true,
    path: true,
    attempt: true,
    serverAddress: true,
    serverPort: true,
    tracking_id: true,
    status: true,
    requestId: true,
    errorType: true,
  },
  "numipay.webhook.delivery": { source: true, report: true },
  "numipay.webhook.verify": { outcome: true, matched: true },
  "numipay.webhook.claim": { account: true, eventType: true, state: true },
  "numipay.webhook.handler": {
    account: true,
    eventType: true,
    handler: true,
    transaction_id: true,
    tracking_id: true,
  },
  "numipay.webhook.commit": { account: true, eventType: true, isRecorded: true },
  "numipay.reconcile.run": {
    account: true,
    dryRun: true,
    windows: true,
    listed: true,
    found: true,
    unhandled: true,
    failed: true,
    intents: true,
    setAside: true,
    isComplete: true,
  },
  "numipay.outbox.process": { account: true, operation: true, tracking_id: true, processed: true },
  "numipay.recover.run": { account: true, dryRun: true, done: true, counts: true },
  "numipay.queue.add": {
    queue: true,
    eventType: true,
    account: true,
    transaction_id: true,
    tracking_id: true,
    carrier: true,
  },
  "numipay.queue.process": {
    queue: true,
    jobId: true,
    attempt: true,
    carrier: true,
    eventType: true,
    account: true,
    transaction_id: true,
    outcome: true,
    isDeadLetter: true,
  },
};

const page = readFileSync(
  fileURLToPath(new URL("../../../../docs/telemetry.md", import.meta.url)),
  "utf8",
);
/** The cells of the table's rows, by the channel in the first. */
const rows = new Map(
  page
    .split("\n")
    .filter((line) => line.startsWith("| `numipay."))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, channel = "", , start = "", end = ""]) => [channel.replaceAll("`", ""), start + end]),
);

describe("the page about telemetry", () => {
  it("has a row for each channel", () => {
    expect([...rows.keys()]).toEqual([...telemetryChannels]);
  });

  it.each([...telemetryChannels])("lists the fields of %s", (channel) => {
    const documented = [...(rows.get(channel) ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name);
    const known = documented.filter((name) => name !== "onOutcome");
    expect(new Set(known)).toEqual(new Set(Object.keys(fields[channel])));
  });
});
