import winston from "winston";
import { afterEach, describe, expect, it } from "vitest";
import { toLog } from "../../../src/protocol/log/to-log.js";
import { createLines, openWinston } from "./loggers.js";

const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
const error = new Error("no database", { cause });
const fields = { outcome: "handler-failed", tracking_id: "order-1", account: undefined };

describe("a log to winston", () => {
  it("writes the error, the message and the fields", () => {
    const { logger, lines } = openWinston();
    toLog(logger).error("handler-failed", { error, fields });
    expect(lines).toEqual([
      {
        level: "error",
        message: "numipay: handler-failed",
        numipay: { outcome: "handler-failed", tracking_id: "order-1" },
        error: {
          name: "Error",
          message: "no database",
          stack: error.stack,
          cause: {
            name: "Error",
            message: "refused",
            stack: cause.stack,
            code: "ECONNREFUSED",
          },
        },
      },
    ]);
  });

  it("writes each error of several handlers", () => {
    const { logger, lines } = openWinston();
    toLog(logger).error("failed", { error: new AggregateError([error, "text"], "two") });
    expect(lines[0]).toMatchObject({ error: { errors: [{ message: "no database" }, "text"] } });
  });

  it("writes an error that is its own cause", () => {
    const { logger, lines } = openWinston();
    const loop = new Error("loop");
    loop.cause = loop;
    toLog(logger).error("failed", { error: loop });
    expect(lines[0]).toMatchObject({ error: { message: "loop", cause: { message: "loop" } } });
  });

  it("writes a warning without an error or fields", () => {
    const { logger, lines } = openWinston();
    toLog(logger).warn("the password is short");
    expect(lines).toEqual([{ level: "warn", message: "numipay: the password is short" }]);
  });

  it("keeps the error beside an id with placeholders", () => {
    const format = winston.format.combine(winston.format.splat(), winston.format.json());
    const { logger, lines } = openWinston({ format });
    toLog(logger).error("failed %s %d", { error });
    expect(lines[0]).toMatchObject({
      message: "numipay: failed %s %d",
      error: { message: "no database" },
    });
  });

  it("keeps a child's metadata", () => {
    const { logger, lines } = openWinston({ defaultMeta: { service: "shop" } });
    toLog(logger.child({ part: "webhook" })).error("failed");
    expect(lines[0]).toMatchObject({ service: "shop", part: "webhook" });
  });

  it("writes warnings at the syslog level", () => {
    const { logger, lines } = openWinston({ levels: winston.config.syslog.levels });
    toLog(logger).warn("short");
    expect(lines).toEqual([{ level: "warning", message: "numipay: short" }]);
  });
});

describe("a log to winston's default logger", () => {
  afterEach(() => void winston.clear());

  it("writes the error and the message", () => {
    const { stream, lines } = createLines();
    winston.configure({ transports: [new winston.transports.Stream({ stream })] });
    toLog(winston).error("failed", { error, fields });
    expect(lines[0]).toMatchObject({
      message: "numipay: failed",
      error: { message: "no database" },
    });
  });
});
