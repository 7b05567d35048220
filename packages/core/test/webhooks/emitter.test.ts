import { describe, expect, it } from "vitest";
import { createEmitter } from "../../src/webhooks/emitter.js";
import { transaction } from "./fixture.js";

describe("Emitter.match", () => {
  it("returns handlers in the order added", () => {
    const emitter = createEmitter<undefined>();
    const [first, second, third] = [() => 1, () => 2, () => 3];
    emitter.on("*", first);
    emitter.on("withdrawal.*", second);
    emitter.on("deposit.*", third);
    expect(emitter.match(transaction)).toEqual([first, third]);
  });

  it("returns a snapshot", () => {
    const emitter = createEmitter<undefined>();
    const handler = (): void => undefined;
    emitter.on("*", handler);
    const matched = emitter.match(transaction);
    emitter.on("*", () => undefined);
    emitter.off("*", handler);
    expect(matched).toEqual([handler]);
  });
});

describe("Emitter.off", () => {
  it("removes one handler under one pattern", () => {
    const emitter = createEmitter<undefined>();
    const handler = (): void => undefined;
    emitter.on("*", handler);
    emitter.on("deposit.*", handler);
    emitter.off("*", handler);
    emitter.off("withdrawal.*", handler);
    expect(emitter.match(transaction)).toEqual([handler]);
  });
});

describe("Emitter.on", () => {
  it("rejects invalid patterns and handlers", () => {
    const emitter = createEmitter<undefined>();
    expect(() => emitter.on("deposit.succesful" as "*", () => undefined)).toThrow(
      /^pattern "deposit.succesful" can never match/,
    );
    expect(() => emitter.on("*", undefined as never)).toThrow(
      /^handler of on\("\*"\) must be a function/,
    );
  });

  it.each([function* credit() {}, async function* credit() {}])(
    "rejects generator functions",
    (handler) => {
      expect(() => createEmitter<undefined>().on("*", handler)).toThrow(/^handler .*generator/);
    },
  );
});
