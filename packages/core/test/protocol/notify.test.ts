/* oxlint-disable unicorn/no-thenable -- broken thenables are what is played */
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { notify } from "../../src/protocol/notify.js";

let beginMs = 0;
const printed: string[] = [];
const unhandled: unknown[] = [];
const keep = (error: unknown): void => void unhandled.push(error);

beforeEach(() => {
  printed.length = 0;
  unhandled.length = 0;
  // Each test begins after the minutes of those before it.
  vi.useFakeTimers({ toFake: ["performance"] });
  beginMs += 3_600_000;
  vi.advanceTimersByTime(beginMs);
  process.on("unhandledRejection", keep);
  vi.spyOn(console, "error").mockImplementation((text) => void printed.push(String(text)));
});

afterEach(() => {
  process.off("unhandledRejection", keep);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const away = (): Error => new Error("the store is away");

/** Every way in which a callback can fail. */
const failing: Record<string, () => unknown> = {
  "a throw": () => {
    throw away();
  },
  "a throw of a text": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw "the store is away";
  },
  "a throw of nothing": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw undefined;
  },
  "an object without a text": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw Object.create(null);
  },
  "an error whose fields throw": () => {
    throw Object.defineProperty(away(), "message", {
      get: () => {
        throw away();
      },
    });
  },
  "a revoked Proxy thrown": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    throw proxy;
  },
  "an async rejection": async () => {
    throw away();
  },
  "a late rejection": async () => {
    await nextTurn();
    throw away();
  },
  "a thenable that throws": () => ({
    then() {
      throw away();
    },
  }),
  "a thenable that rejects": () => ({
    then: (_done: unknown, fail: (error: unknown) => void) => fail(away()),
  }),
  "a thenable with an async then": () => ({
    async then() {
      throw away();
    },
  }),
  "a thenable of a rejection": () => ({
    then: (done: (value: unknown) => void) => done(Promise.reject(away())),
  }),
  "a getter of then that throws": () => ({
    get then() {
      throw away();
    },
  }),
  "a revoked Proxy returned": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

describe.each(Object.entries(failing))("notify with %s", (_name, callback) => {
  it("reports it once and goes on", async () => {
    for (let i = 0; i < 3; i += 1) notify("onOutcome", callback);
    for (let i = 0; i < 5; i += 1) await nextTurn();
    expect(unhandled).toEqual([]);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/^numipay: onOutcome failed; nothing else is affected\./);
  });
});

describe("notify", () => {
  it("hands on its arguments", () => {
    const callback = vi.fn();
    notify("onOutcome", callback, 1, "two");
    expect(callback.mock.calls).toEqual([[1, "two"]]);
  });

  it.each([undefined, null, 7, {}, [], () => 1, Promise.resolve(1)])(
    "is quiet about %s",
    async (value) => {
      notify("onOutcome", () => value);
      await nextTurn();
      expect(printed).toEqual([]);
    },
  );

  it("survives a thenable without end", async () => {
    const endless = { then: () => endless };
    notify("onOutcome", () => endless);
    await nextTurn();
    expect(printed).toEqual([]);
  });

  it("survives a console that throws", () => {
    vi.mocked(console.error).mockImplementation(() => {
      throw away();
    });
    expect(() => notify("onOutcome", failing["a throw"] as () => unknown)).not.toThrow();
  });

  it("reports again after a minute, with the count", () => {
    const callback = failing["a throw"] as () => unknown;
    for (let i = 0; i < 5; i += 1) notify("onRisk", callback);
    vi.advanceTimersByTime(60_001);
    notify("onRisk", callback);
    expect(printed).toHaveLength(2);
    expect(printed[1]).toContain("It failed 4 times more before.");
  });

  it("bounds the reports of many callbacks", () => {
    for (let i = 0; i < 200; i += 1) {
      notify("Delivery.onOutcome", () => {
        throw away();
      });
    }
    expect(printed).toHaveLength(20);
  });

  it("shows no field of the error", () => {
    notify("onOutcome", () => {
      const command = { name: "auth", args: ["a-password"] };
      throw Object.assign(away(), { command, cause: new Error("a-password") });
    });
    expect(printed[0]).toContain("Error: the store is away");
    expect(printed[0]).not.toContain("a-password");
  });

  it("escapes and cuts the message", () => {
    notify("onOutcome", () => {
      throw new Error(`\u001B[2J\nforged ${"x".repeat(100_000)}`);
    });
    expect(printed[0]).toContain("\\u001b[2J\\nforged");
    expect(printed[0]?.length).toBeLessThan(4_000);
  });
});
