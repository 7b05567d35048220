import { expect, test } from "vitest";
import { createEmitter, type EventContext } from "../../src/webhooks/emitter.js";
import { transaction } from "./stage.js";

const context: EventContext = {
  type: "deposit.successful",
  idempotencyKey: "key",
  source: "webhook",
  matched: "raw",
  passwordIndex: 0,
  request: undefined,
  fence: 1,
  contradicts: undefined,
  tx: undefined,
};

test("handlers run one after the other, in the order they were added, each awaited", async () => {
  const emitter = createEmitter<undefined>();
  const seen: string[] = [];
  emitter.on("*", async () => {
    seen.push("first begins");
    await new Promise((resolve) => setImmediate(resolve));
    seen.push("first ends");
  });
  emitter.on("deposit.*", () => void seen.push("second"));
  emitter.on("withdrawal.*", () => void seen.push("never"));
  expect(await emitter.dispatch(transaction, context)).toBe(2);
  expect(seen).toEqual(["first begins", "first ends", "second"]);
});

test("what handlers throw is gathered into one AggregateError, and the others run all the same", async () => {
  const emitter = createEmitter<undefined>();
  const seen: string[] = [];
  const thrown = [new Error("one"), new Error("two")];
  emitter.on("*", () => {
    throw thrown[0] as Error;
  });
  emitter.on("*", () => void seen.push("between"));
  emitter.on("*", () => Promise.reject(thrown[1] as Error));
  const error: unknown = await emitter.dispatch(transaction, context).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(AggregateError);
  expect((error as AggregateError).errors).toEqual(thrown);
  expect((error as AggregateError).message).toBe("2 of 3 handlers of deposit.successful failed");
  expect(seen).toEqual(["between"]);
});

test("a handler added while an event is handled waits for the next one", async () => {
  const emitter = createEmitter<undefined>();
  let late = 0;
  emitter.on("*", () => emitter.on("*", () => void (late += 1)));
  await emitter.dispatch(transaction, context);
  expect(late).toBe(0);
  await emitter.dispatch(transaction, context);
  expect(late).toBe(1);
});

test("off takes out the one handler under the one pattern", async () => {
  const emitter = createEmitter<undefined>();
  let calls = 0;
  const handler = (): void => void (calls += 1);
  emitter.on("*", handler);
  emitter.on("deposit.*", handler);
  emitter.off("*", handler);
  emitter.off("withdrawal.*", handler);
  await emitter.dispatch(transaction, context);
  expect(calls).toBe(1);
});

test("a pattern that can never match and a handler that is none are refused", () => {
  const emitter = createEmitter<undefined>();
  expect(() => emitter.on("deposit.succesful" as "*", () => undefined)).toThrow(
    /^pattern: "deposit.succesful" can never match/,
  );
  expect(() => emitter.on("*", undefined as never)).toThrow(
    /^handler: on\("\*"\) needs a function/,
  );
});
