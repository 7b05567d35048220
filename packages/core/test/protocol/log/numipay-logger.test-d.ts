import pino from "pino";
import { describe, expectTypeOf, it } from "vitest";
import winston from "winston";
import type { NumipayLogger } from "../../../src/protocol/log/numipay-logger.js";

describe("NumipayLogger", () => {
  it("accepts the console, pino and winston", () => {
    expectTypeOf(console).toExtend<NumipayLogger>();
    expectTypeOf(pino()).toExtend<NumipayLogger>();
    expectTypeOf(pino().child({})).toExtend<NumipayLogger>();
    expectTypeOf(winston.createLogger()).toExtend<NumipayLogger>();
    expectTypeOf(winston).toExtend<NumipayLogger>();
  });

  it("types the parameters of an inline logger", () => {
    const logger: NumipayLogger = {
      error: (message, error) => {
        expectTypeOf(message).toEqualTypeOf<string>();
        expectTypeOf(error).toEqualTypeOf<unknown>();
      },
      warn: () => undefined,
    };
    expectTypeOf(logger).toExtend<NumipayLogger>();
  });

  it("rejects an object without warn", () => {
    expectTypeOf<{ error(message: string): void }>().not.toExtend<NumipayLogger>();
  });
});
