import type { Express } from "express";
import { describe, expect, test } from "vitest";
import { ordersFromTemplate } from "../../src/doctor/orders.js";
import type { Report } from "../../src/doctor/report.js";
import { type DoctorOptions, runDoctor } from "../../src/doctor/run-doctor.js";
import { createCrashingReceiver } from "../broken-receivers/crashing-receiver.js";
import { createDoubleCreditingReceiver } from "../broken-receivers/double-crediting-receiver.js";
import { createMisorderedReceiver } from "../broken-receivers/misordered-receiver.js";
import { createRacingReceiver } from "../broken-receivers/racing-receiver.js";
import { createReserializingReceiver } from "../broken-receivers/reserializing-receiver.js";
import {
  type Books,
  createBooks,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import { createStatusBlindReceiver } from "../broken-receivers/status-blind-receiver.js";
import { createSwallowingReceiver } from "../broken-receivers/swallowing-receiver.js";
import { createUnverifiedReceiver } from "../broken-receivers/unverified-receiver.js";

const noWait = async (): Promise<void> => undefined;

/** Examines a receiver with its books open. */
async function examine(
  create: (books: Books) => Express,
  options: Partial<DoctorOptions> = {},
): Promise<Report> {
  const books = createBooks();
  const url = await serveReceiver(create(books));
  const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
  const ledger = async () => [...books.rows];
  return runDoctor({ url, signaturePassword, orders, ledger, wait: noWait, ...options });
}

function idsOf({ checks }: Report, verdict: string): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

describe("a receiver that is sound", () => {
  test("passes every check", async () => {
    const report = await examine(createReceiver);
    const wrong = report.checks.filter(({ verdict }) => verdict !== "passed");
    expect(wrong.map(({ id, observed }) => `${id}: ${observed}`)).toEqual([]);
    expect(report.isPassed).toBe(true);
  });

  test("is not said to book anything while its books are closed", async () => {
    const report = await examine(createReceiver, { ledger: undefined });
    expect(idsOf(report, "not-checked")).toEqual([
      "ledger-complete",
      "ledger-once",
      "ledger-once-at-once",
      "ledger-unearned",
      "ledger-forged",
    ]);
    expect(report.checks.at(-1)?.observed).toBe("not checked: needs --ledger");
  });

  test("is not said to book anything while there is no order that may be paid", async () => {
    const report = await examine(createReceiver, { orders: undefined });
    expect(report.checks.at(-1)).toMatchObject({
      verdict: "not-checked",
      observed: "not checked: needs --order-command or --tracking-id",
    });
  });
});

describe("a broken receiver", () => {
  test.each<[what: string, create: (books: Books) => Express, fails: string[]]>([
    [
      "that never looks at the signature fails by every forgery",
      createUnverifiedReceiver,
      [
        "signature-missing",
        "signature-wrong",
        "signature-guessable",
        "signature-lower-case",
        "signature-doubled",
        "body-tampered",
        "ledger-forged",
      ],
    ],
    [
      "that hashes the parsed body again fails by what JSON.stringify would write otherwise",
      createReserializingReceiver,
      // JSON.stringify overflows on what JSON.parse took.
      ["raw-escapes", "raw-numbers", "garbage-deep"],
    ],
    [
      "that swallows its failures fails by its books alone",
      createSwallowingReceiver,
      ["ledger-complete"],
    ],
    [
      "that credits repetitions fails by its books alone",
      createDoubleCreditingReceiver,
      ["ledger-once", "ledger-once-at-once"],
    ],
    [
      "that asks first and writes later fails by repetitions at once",
      createRacingReceiver,
      ["ledger-once-at-once"],
    ],
    [
      "that parses before it verifies fails by garbage",
      createCrashingReceiver,
      ["garbage-empty", "garbage-text", "garbage-utf8", "garbage-cut"],
    ],
    [
      "that is mounted behind express.json() fails by the genuine delivery",
      createMisorderedReceiver,
      ["genuine"],
    ],
    [
      "that credits whatever the status fails by what was not paid",
      createStatusBlindReceiver,
      ["ledger-unearned"],
    ],
  ])("%s", async (_what, create, fails) => {
    expect(idsOf(await examine(create), "failed")).toEqual(fails);
  });
});

describe("the books of a broken receiver", () => {
  /** What a check saw, one order after the other, as scene and rest. */
  function scenesOf(report: Report, id: string): string[] {
    const observed = report.checks.find((check) => check.id === id)?.observed ?? "";
    return observed.split("; ").map((text) => text.replace(/ \(.*/, ""));
  }

  test("are held against every payment that was acknowledged", async () => {
    const report = await examine(createSwallowingReceiver);
    expect(scenesOf(report, "ledger-complete")).toEqual([
      "as the gateway sends it",
      "with a charset",
      "with a field more",
      "beyond ASCII",
      "escapes, signed as sent",
      "1.50, signed as sent",
      "a body that was indented on the way",
      "a body with a newline at its end",
      "a body whose letters were escaped on the way",
      "a genuine delivery after the garbage",
      "a deposit told 15 times",
      "a deposit in other serializations",
      "a deposit told 8 times at once",
      "a deposit with a late pending",
      "a deposit told again with more money",
    ]);
  });

  test("tell of all forgeries as the one order that they are of", async () => {
    const report = await examine(createUnverifiedReceiver);
    expect(scenesOf(report, "ledger-forged")).toEqual(["a forged deposit"]);
  });

  test("tell each kind of unpaid order", async () => {
    const report = await examine(createStatusBlindReceiver);
    expect(scenesOf(report, "ledger-unearned")).toEqual([
      "a rejected deposit",
      "an expired deposit",
      "an unknown status",
      "an unknown transaction_type",
    ]);
  });
});
