import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as core from "../src/index.js";

const page = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The cells of every table row of a page. */
function tableRows(markdown: string): string[][] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const words = (cell = ""): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");

const errorRows = tableRows(page("../../../docs/errors.md")).filter(
  (row) => row.length === 4 && words(row[1]).length === 1,
);

describe("docs/errors.md", () => {
  it("lists every error class and guard", () => {
    const exported = Object.keys(core).filter(
      (name) => name.endsWith("Error") && name !== "NumipayError" && name !== "isNumipayError",
    );
    const documented = errorRows.flatMap((row) => [...words(row[1]), ...words(row[2])]);
    expect(documented.toSorted()).toEqual(exported.toSorted());
  });

  it.each(errorRows.map((row) => [words(row[0])[0], words(row[1])[0], words(row[2])[0]]))(
    "%s belongs to %s and %s",
    (code, className, guard) => {
      const sample = samples[className as keyof typeof samples];
      expect(sample.name).toBe(className);
      expect(sample.code).toBe(code);
      expect(guards.get(guard ?? "")?.(sample)).toBe(true);
    },
  );
});

const guards = new Map(Object.entries(core) as [string, (error: unknown) => boolean][]);

const details = { operation: "direct", status: 500, body: {} };

const named = { operation: "direct", tracking_id: "o-1" };

const samples = {
  InvalidOptionError: new core.InvalidOptionError("option", "problem"),
  InvalidArgumentError: new core.InvalidArgumentError("field", "problem"),
  InvalidSignatureError: new core.InvalidSignatureError("problem"),
  EffectFailedError: new core.EffectFailedError("problem"),
  HandlerTimeoutError: new core.HandlerTimeoutError("deposit.successful", 1),
  RequestRejectedError: new core.RequestRejectedError(details),
  GatewayFaultError: new core.GatewayFaultError({ ...details, report: "" }),
  ConnectionError: new core.ConnectionError("direct", "ECONNREFUSED"),
  TimeoutError: new core.TimeoutError("direct", 1),
  RedirectRefusedError: new core.RedirectRefusedError("direct", 302, "an origin"),
  UnexpectedResponseError: new core.UnexpectedResponseError(details, "problem"),
  OutcomeUnknownError: new core.OutcomeUnknownError({
    operation: "direct",
    tracking_id: "o-1",
    lastKnownStatus: { state: "not-found" },
    cause: undefined,
  }),
  InProgressError: new core.InProgressError(named),
  AlreadySentError: new core.AlreadySentError({
    ...named,
    lastKnownStatus: { state: "not-found" },
  }),
  RequestMismatchError: new core.RequestMismatchError({ ...named, field: "a", earlier: "direct" }),
  JournalUnavailableError: new core.JournalUnavailableError(named, new Error("away")),
  AlreadyQueuedError: new core.AlreadyQueuedError(named),
};

describe("the README's outcome table", () => {
  it("lists every outcome with its status", () => {
    const documented = tableRows(page("../README.md").split("| outcome ")[1] ?? "")
      .filter(([outcomes, response]) => words(outcomes).length > 0 && /^\d{3}/.test(response ?? ""))
      .flatMap(([outcomes, response]) => {
        const names = words(outcomes);
        const statuses = (response ?? "").match(/\d{3}/g) ?? [];
        return names.map((name, index) => [name, Number(statuses[index] ?? statuses[0])]);
      });
    const table = Object.entries(core.outcomeResponses).map(([outcome, { status }]) => [
      outcome,
      status,
    ]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(table));
  });
});
