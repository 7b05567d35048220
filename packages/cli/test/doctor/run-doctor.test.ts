import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { ordersFromTemplate } from "../../src/doctor/orders.js";
import type { Report } from "../../src/doctor/report.js";
import { type DoctorOptions, runDoctor } from "../../src/doctor/run-doctor.js";
import { createCrashingReceiver } from "../broken-receivers/crashing-receiver.js";
import { createDoubleCreditingReceiver } from "../broken-receivers/double-crediting-receiver.js";
import { createMisorderedReceiver } from "../broken-receivers/misordered-receiver.js";
import { createRacingReceiver } from "../broken-receivers/racing-receiver.js";
import { createReserializingReceiver } from "../broken-receivers/reserializing-receiver.js";
import {
  type TestLedger,
  createTestLedger,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import { createStatusBlindReceiver } from "../broken-receivers/status-blind-receiver.js";
import { createSwallowingReceiver } from "../broken-receivers/swallowing-receiver.js";
import { createUnverifiedReceiver } from "../broken-receivers/unverified-receiver.js";

const noWait = async (): Promise<void> => undefined;

/** Runs the checks against a receiver and its ledger. */
async function runChecks(
  create: (testLedger: TestLedger) => Express,
  options: Partial<DoctorOptions> = {},
): Promise<Report> {
  const testLedger = createTestLedger();
  const url = await serveReceiver(create(testLedger));
  const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
  const ledger = async () => [...testLedger.rows];
  return runDoctor({ url, signaturePassword, orders, ledger, wait: noWait, ...options });
}

function idsOf({ checks }: Report, verdict: string): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

describe("a correct receiver", () => {
  it("passes every check", async () => {
    const report = await runChecks(createReceiver);
    const wrong = report.checks.filter(({ verdict }) => verdict !== "passed");
    expect(wrong.map(({ id, observed }) => `${id}: ${observed}`)).toEqual([]);
    expect(report.isPassed).toBe(true);
  });

  it("has unchecked credits without a ledger", async () => {
    const report = await runChecks(createReceiver, { ledger: undefined });
    expect(idsOf(report, "not-checked")).toEqual([
      "ledger-complete",
      "ledger-once",
      "ledger-once-concurrent",
      "ledger-unpaid",
      "ledger-forged",
    ]);
    expect(report.checks.at(-1)?.observed).toBe("not checked: requires --ledger");
  });

  it("has unchecked credits without orders", async () => {
    const report = await runChecks(createReceiver, { orders: undefined });
    expect(report.checks.at(-1)).toMatchObject({
      verdict: "not-checked",
      observed: "not checked: requires --order-command or --tracking-id",
    });
  });
});

describe("a broken receiver", () => {
  it.each<[what: string, create: (testLedger: TestLedger) => Express, fails: string[]]>([
    [
      "that does not verify signatures",
      createUnverifiedReceiver,
      [
        "signature-missing",
        "signature-wrong",
        "signature-guessable",
        "signature-lower-case",
        "signature-multiple",
        "body-tampered",
        "ledger-forged",
      ],
    ],
    [
      "that hashes the reserialized body",
      createReserializingReceiver,
      // JSON.stringify overflows the stack, unlike JSON.parse.
      ["raw-escapes", "raw-numbers", "malformed-deep"],
    ],
    ["that swallows errors", createSwallowingReceiver, ["ledger-complete"]],
    [
      "that credits duplicates",
      createDoubleCreditingReceiver,
      ["ledger-once", "ledger-once-concurrent"],
    ],
    ["that checks before it writes", createRacingReceiver, ["ledger-once-concurrent"]],
    [
      "that parses before it verifies",
      createCrashingReceiver,
      ["malformed-empty", "malformed-json", "malformed-utf8", "malformed-truncated"],
    ],
    ["that is mounted after express.json()", createMisorderedReceiver, ["genuine"]],
    ["that ignores the status", createStatusBlindReceiver, ["ledger-unpaid"]],
  ])("%s fails", async (_name, create, fails) => {
    expect(idsOf(await runChecks(create), "failed")).toEqual(fails);
  });
});

describe("the ledger of a broken receiver", () => {
  /** The scenarios of a check's observation. */
  function scenariosOf(report: Report, id: string): string[] {
    const observed = report.checks.find((check) => check.id === id)?.observed ?? "";
    return observed.split("; ").map((text) => text.replace(/ \(.*/, ""));
  }

  it("is compared with every acknowledged payment", async () => {
    const report = await runChecks(createSwallowingReceiver);
    expect(scenariosOf(report, "ledger-complete")).toEqual([
      "a genuine deposit",
      "a deposit with a charset",
      "a deposit with an extra field",
      "a deposit with non-ASCII text",
      "a deposit with escape sequences",
      "a deposit with the number 1.50",
      "a body indented in transit",
      "a body with a trailing newline",
      "a body with characters escaped in transit",
      "a genuine deposit after malformed requests",
      "a deposit delivered 15 times",
      "a deposit in other serializations",
      "a deposit delivered 8 times concurrently",
      "a deposit with a late pending",
      "a deposit redelivered with a larger amount",
    ]);
  });

  it("shows all forged deliveries as one order", async () => {
    const report = await runChecks(createUnverifiedReceiver);
    expect(scenariosOf(report, "ledger-forged")).toEqual(["a forged deposit"]);
  });

  it("shows each kind of unpaid order", async () => {
    const report = await runChecks(createStatusBlindReceiver);
    expect(scenariosOf(report, "ledger-unpaid")).toEqual([
      "a rejected deposit",
      "an expired deposit",
      "an unknown status",
      "an unknown transaction_type",
    ]);
  });
});
