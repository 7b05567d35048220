/* oxlint-disable unicorn/no-thenable -- broken thenables are under test */
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notify } from "../../src/protocol/notify.js";

let beginMs = 0;
const printed: string[] = [];
const unhandled: unknown[] = [];
const collect = (error: unknown): void => void unhandled.push(error);

beforeEach(() => {
  printed.length = 0;
  unhandled.length = 0;
  // Each test begins long after the previous one, because the limits are per minute.
  vi.useFakeTimers({ toFake: ["performance"] });
  beginMs += 3_600_000;
  vi.advanceTimersByTime(beginMs);
  process.on("unhandledRejection", collect);
  vi.spyOn(console, "error").mockImplementation((text) => void printed.push(String(text)));
});

afterEach(() => {
  process.off("unhandledRejection", collect);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const unavailable = (): Error => new Error("the store is unavailable");

/** Every way in which a callback can fail. */
const failing: Record<string, () => unknown> = {
  "a thrown error": () => {
    throw unavailable();
  },
  "a thrown string": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw "the store is unavailable";
  },
  "a thrown undefined": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw undefined;
  },
  "a thrown object without a string": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw Object.create(null);
  },
  "an error with throwing fields": () => {
    throw Object.defineProperty(unavailable(), "message", {
      get: () => {
        throw unavailable();
      },
    });
  },
  "a thrown revoked Proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    throw proxy;
  },
  "an async rejection": async () => {
    throw unavailable();
  },
  "a late rejection": async () => {
    await nextTurn();
    throw unavailable();
  },
  "a thenable that throws": () => ({
    then() {
      throw unavailable();
    },
  }),
  "a thenable that rejects": () => ({
    then: (_done: unknown, fail: (error: unknown) => void) => fail(unavailable()),
  }),
  "a thenable with an async then": () => ({
    async then() {
      throw unavailable();
    },
  }),
  "a thenable of a rejection": () => ({
    then: (done: (value: unknown) => void) => done(Promise.reject(unavailable())),
  }),
  "a throwing getter of then": () => ({
    get then() {
      throw unavailable();
    },
  }),
  "a returned revoked Proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

describe.each(Object.entries(failing))("notify with %s", (_name, callback) => {
  it("logs it once and continues", async () => {
    for (let i = 0; i < 3; i += 1) notify("onOutcome", callback);
    for (let i = 0; i < 5; i += 1) await nextTurn();
    expect(unhandled).toEqual([]);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/^numipay: onOutcome failed; nothing else is affected\./);
  });
});

describe("notify", () => {
  it("passes its arguments", () => {
    const callback = vi.fn();
    notify("onOutcome", callback, 1, "two");
    expect(callback.mock.calls).toEqual([[1, "two"]]);
  });

  it.each([undefined, null, 7, {}, [], () => 1, Promise.resolve(1)])(
    "logs nothing for %s",
    async (value) => {
      notify("onOutcome", () => value);
      await nextTurn();
      expect(printed).toEqual([]);
    },
  );

  it("survives an endless thenable", async () => {
    const endless = { then: () => endless };
    notify("onOutcome", () => endless);
    await nextTurn();
    expect(printed).toEqual([]);
  });

  it("survives a console that throws", () => {
    vi.mocked(console.error).mockImplementation(() => {
      throw unavailable();
    });
    expect(() => notify("onOutcome", failing["a thrown error"] as () => unknown)).not.toThrow();
  });

  it("logs again after a minute with the count", () => {
    const callback = failing["a thrown error"] as () => unknown;
    for (let i = 0; i < 5; i += 1) notify("onRisk", callback);
    vi.advanceTimersByTime(60_001);
    notify("onRisk", callback);
    expect(printed).toHaveLength(2);
    expect(printed[1]).toContain("It failed 4 more times since the last log.");
  });

  it("limits the logs of many callbacks", () => {
    for (let i = 0; i < 200; i += 1) {
      notify("Delivery.onOutcome", () => {
        throw unavailable();
      });
    }
    expect(printed).toHaveLength(20);
  });

  it("logs no field of the error", () => {
    notify("onOutcome", () => {
      const command = { name: "auth", args: ["a-password"] };
      throw Object.assign(unavailable(), { command, cause: new Error("a-password") });
    });
    expect(printed[0]).toContain("Error: the store is unavailable");
    expect(printed[0]).not.toContain("a-password");
  });

  it("escapes and truncates the message", () => {
    notify("onOutcome", () => {
      throw new Error(`\u001B[2J\nforged ${"x".repeat(100_000)}`);
    });
    expect(printed[0]).toContain("\\u001b[2J\\nforged");
    expect(printed[0]?.length).toBeLessThan(4_000);
  });
});
