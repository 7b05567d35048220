import { Console } from "node:console";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { NumipayLogger } from "../../../src/protocol/log/numipay-logger.js";
import { toLog } from "../../../src/protocol/log/to-log.js";
import { openPino, openWinston } from "./loggers.js";

const error = new Error("no database");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a log to the console", () => {
  it("is the default", () => {
    const printError = vi.spyOn(console, "error").mockReturnValue();
    const printWarning = vi.spyOn(console, "warn").mockReturnValue();
    toLog().error("failed", { error, fields: { outcome: "handler-failed" } });
    toLog().warn("short");
    expect(printError.mock.calls).toEqual([["numipay: failed", error]]);
    expect(printWarning.mock.calls).toEqual([["numipay: short"]]);
  });

  it("prints the error beside an id with placeholders", () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    vi.stubGlobal("console", new Console(process.stdout, process.stderr));
    toLog().error("handler-failed 50%discount %s", { error });
    vi.unstubAllGlobals();
    expect(written.join("")).toContain("handler-failed 50%discount %s Error: no database\n    at ");
  });
});

describe("a log to another logger", () => {
  it("calls it as the console", () => {
    const calls: unknown[][] = [];
    const logger: NumipayLogger = {
      error: (...args) => calls.push(["error", ...args]),
      warn: (...args) => calls.push(["warn", ...args]),
    };
    toLog(logger).error("100%d", { error, fields: { outcome: "conflict" } });
    toLog(logger).warn("short");
    expect(calls).toEqual([
      ["error", "numipay: 100%d", error],
      ["warn", "numipay: short"],
    ]);
  });

  it("keeps the logger as this", () => {
    class Counter {
      count = 0;
      error(): void {
        this.count += 1;
      }
      warn(): void {
        this.count += 1;
      }
    }
    const logger = new Counter();
    toLog(logger).error("one");
    toLog(logger).warn("two");
    expect(logger.count).toBe(2);
  });

  it.each([
    [
      "throws",
      () => {
        throw error;
      },
    ],
    ["rejects", () => Promise.reject(error)],
  ])("survives a logger that %s", async (_how, fail) => {
    const print = vi.spyOn(console, "error").mockReturnValue();
    const log = toLog({ error: fail, warn: fail });
    for (let time = 0; time < 3; time += 1) log.error("failed");
    log.warn("short");
    await new Promise((resolve) => setImmediate(resolve));
    expect(print.mock.calls.map(([line]) => String(line).split(" failed;")[0])).toEqual([
      "numipay: logger.error",
      "numipay: logger.warn",
    ]);
  });

  it.each([[null], ["pino"], [{}], [{ error() {} }], [{ error: "no", warn() {} }]])(
    "rejects %j",
    (wrong) => {
      expect(() => toLog(wrong as unknown as NumipayLogger)).toThrow(
        /^logger must have the methods error and warn, as console, pino\(\)/,
      );
    },
  );
});

describe("an error of several handlers", () => {
  it("is logged as itself if it is the only one", () => {
    const print = vi.spyOn(console, "error").mockReturnValue();
    const both = new AggregateError([error, error]);
    toLog().error("failed", { error: new AggregateError([error]) });
    toLog().error("failed", { error: both });
    expect(print.mock.calls.map(([, thrown]) => thrown)).toEqual([error, both]);
  });
});

describe("a field of an untrusted value", () => {
  it.each([
    ["pino", openPino],
    ["winston", openWinston],
  ])("is one line in %s", (_name, open) => {
    const { logger, lines } = open();
    const log = toLog(logger);
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constant("\u001B[2J\nnumipay: paid\u202E"),
    );
    fc.assert(
      fc.property(text, (tracking_id) => {
        lines.length = 0;
        log.error("failed", { fields: { tracking_id } });
        const { tracking_id: written } = Object(lines[0]?.["numipay"]) as { tracking_id?: string };
        expect(written).toBeTypeOf("string");
        expect(written).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
    log.error("failed", { fields: { tracking_id: "x".repeat(65_536) } });
    expect(JSON.stringify(lines.at(-1)).length).toBeLessThan(1_000);
  });
});
