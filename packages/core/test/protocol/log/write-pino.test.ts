import pino from "pino";
import { describe, expect, it } from "vitest";
import { toLog } from "../../../src/protocol/log/to-log.js";
import { createLines, openPino } from "./loggers.js";

const error = Object.assign(new Error("no database"), { code: "ECONNREFUSED" });
const fields = { outcome: "handler-failed", tracking_id: "order-1", account: undefined };

describe("a log to pino", () => {
  it("writes the error, the message and the fields", () => {
    const { logger, lines } = openPino();
    toLog(logger).error("handler-failed", { error, fields });
    expect(lines).toMatchObject([
      {
        level: 50,
        msg: "numipay: handler-failed",
        err: { type: "Error", message: "no database", code: "ECONNREFUSED" },
        numipay: { outcome: "handler-failed", tracking_id: "order-1" },
      },
    ]);
    expect(lines[0]).toMatchObject({
      err: { stack: expect.stringContaining("write-pino.test.ts") },
    });
  });

  it("writes a warning without an error or fields", () => {
    const { logger, lines } = openPino({ base: null, timestamp: false });
    toLog(logger).warn("the password is short");
    expect(lines).toEqual([{ level: 40, msg: "numipay: the password is short" }]);
  });

  it("uses the error key of a child logger", () => {
    const { logger, lines } = openPino({ errorKey: "failure" });
    toLog(logger.child({ service: "shop" })).error("failed", { error, fields });
    expect(lines[0]).toMatchObject({ service: "shop", failure: { message: "no database" } });
  });

  it.each([["a string"], [null], [7]])("keeps %j, which is not an error", (thrown) => {
    const { logger, lines } = openPino();
    toLog(logger).error("failed", { error: thrown });
    expect(lines[0]).toMatchObject({ msg: "numipay: failed", err: thrown });
  });

  it("does not format placeholders in an id", () => {
    const { logger, lines } = openPino();
    toLog(logger).error("failed %s %d %%", { error });
    expect(lines[0]).toMatchObject({ msg: "numipay: failed %s %d %%" });
  });

  it("respects the level", () => {
    const { logger, lines } = openPino({ level: "error" });
    toLog(logger).warn("quiet");
    toLog(logger).error("loud");
    expect(lines.map(({ msg }) => msg)).toEqual(["numipay: loud"]);
  });

  it("respects redaction of its fields", () => {
    const { stream, lines } = createLines();
    toLog(pino({ redact: ["numipay.tracking_id"] }, stream)).error("failed", { fields });
    expect(lines[0]).toMatchObject({ numipay: { tracking_id: "[Redacted]" } });
  });
});
