import { describe, expect, it, test } from "vitest";
import { createEmitter } from "../../src/webhooks/emitter.js";
import { transaction } from "./stage.js";

describe("match", () => {
  it("returns the handlers of an event in their order", () => {
    const emitter = createEmitter<undefined>();
    const [first, second, third] = [() => 1, () => 2, () => 3];
    emitter.on("*", first);
    emitter.on("withdrawal.*", second);
    emitter.on("deposit.*", third);
    expect(emitter.match(transaction)).toEqual([first, third]);
  });

  it("keeps what it returned when handlers come and go", () => {
    const emitter = createEmitter<undefined>();
    const handler = (): void => undefined;
    emitter.on("*", handler);
    const matched = emitter.match(transaction);
    emitter.on("*", () => undefined);
    emitter.off("*", handler);
    expect(matched).toEqual([handler]);
  });
});

test("off takes out the one handler under the one pattern", () => {
  const emitter = createEmitter<undefined>();
  const handler = (): void => undefined;
  emitter.on("*", handler);
  emitter.on("deposit.*", handler);
  emitter.off("*", handler);
  emitter.off("withdrawal.*", handler);
  expect(emitter.match(transaction)).toEqual([handler]);
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

test.each([function* credit() {}, async function* credit() {}])(
  "a generator is refused: its body would never run",
  (handler) => {
    expect(() => createEmitter<undefined>().on("*", handler)).toThrow(/^handler: .*generator/);
  },
);
