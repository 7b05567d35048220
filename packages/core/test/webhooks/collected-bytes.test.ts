import { describe, expect, it } from "vitest";
import { addBytes, collectBytes, toBody } from "../../src/webhooks/collected-bytes.js";

describe("collected bytes", () => {
  it("use at most twice their size", () => {
    const collected = collectBytes(100_000);
    const slab = new Uint8Array(65_536).fill(7);
    for (let at = 0; at < 100_000; at += 1) {
      addBytes(collected, slab.subarray(0, 1));
      if (at % 1_000 === 999) {
        expect(collected.buffer.byteLength).toBeLessThanOrEqual(2 * collected.size);
      }
    }
    expect(toBody(collected)).toEqual({ form: "bytes", bytes: new Uint8Array(100_000).fill(7) });
  });

  it("do not retain a chunk's large buffer", () => {
    const slab = new Uint8Array(65_536).fill(7);
    const collected = collectBytes(1_000);
    addBytes(collected, slab.subarray(0, 100));
    slab.fill(0);
    expect(toBody(collected)).toEqual({ form: "bytes", bytes: new Uint8Array(100).fill(7) });
    expect(collected.buffer.buffer.byteLength).toBe(100);
  });

  it("use a first chunk without copying it", () => {
    const first = new Uint8Array([1, 2]);
    const collected = collectBytes(1_000);
    addBytes(collected, first);
    expect(collected.buffer).toBe(first);
    addBytes(collected, new Uint8Array([3]));
    expect(toBody(collected)).toEqual({ form: "bytes", bytes: new Uint8Array([1, 2, 3]) });
    expect(first).toEqual(new Uint8Array([1, 2]));
  });

  it("are dropped once they exceed the limit", () => {
    const collected = collectBytes(10);
    expect(addBytes(collected, new Uint8Array(10))).toBe(true);
    expect(addBytes(collected, new Uint8Array(1))).toBe(false);
    expect(addBytes(collected, new Uint8Array(5))).toBe(false);
    expect([toBody(collected), collected.buffer.byteLength]).toEqual([{ form: "too-large" }, 0]);
  });

  it("respect a reader's lower limit", () => {
    const collected = collectBytes(10);
    addBytes(collected, new Uint8Array(6));
    expect(toBody(collected, 5)).toEqual({ form: "too-large" });
    expect(toBody(collected, 6)).toMatchObject({ form: "bytes" });
  });
});
