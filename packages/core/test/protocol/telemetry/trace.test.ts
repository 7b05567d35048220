import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { isTraced, trace } from "../../../src/protocol/telemetry/trace.js";
import type { TraceMessage } from "../../../src/protocol/telemetry/trace-message.js";
import { listen } from "../../telemetry/listen.js";

const name = "numipay.client.call";
const channel = tracingChannel(name);

interface Message extends TraceMessage {
  id: string;
  answer?: unknown;
}

const toMessage = (): Message => ({ id: "one" });

/** Subscribes to `start` until the test ends. */
function onStart(react: (message: Message) => void): void {
  const subscriber = (message: unknown): void => react(message as Message);
  channel.start.subscribe(subscriber);
  onTestFinished(() => {
    channel.start.unsubscribe(subscriber);
  });
}

const eventsOf = (heard: { event: string }[]): string[] => heard.map(({ event }) => event);

afterEach(() => {
  vi.restoreAllMocks();
});

describe("without a subscriber", () => {
  it("creates no message and returns the same promise", () => {
    const create = vi.fn(toMessage);
    const promise = Promise.resolve(1);
    const received: unknown[] = [];
    const returned = trace(name, create, (message) => {
      received.push(message);
      return promise;
    });
    expect(returned).toBe(promise);
    expect(received).toEqual([undefined]);
    expect(create).not.toHaveBeenCalled();
  });

  it("creates none after the last one has left", async () => {
    const create = vi.fn(toMessage);
    const { stop } = listen(name);
    await trace(name, create, async () => 1);
    stop();
    await trace(name, create, async () => 2);
    expect(create).toHaveBeenCalledTimes(1);
    expect(isTraced(name)).toBe(false);
  });
});

describe("of an async operation", () => {
  it("publishes what is known at the end before the last events", async () => {
    const { heard } = listen(name);
    const result = await trace(name, toMessage, async (message) => {
      await nextTurn();
      if (message !== undefined) message.answer = 42;
      return "result";
    });
    expect(result).toBe("result");
    expect(eventsOf(heard)).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
    expect(heard.map(({ message }) => message["answer"])).toEqual([undefined, undefined, 42, 42]);
    expect(new Set(heard.map(({ source }) => source)).size).toBe(1);
  });

  it("does not publish the result", async () => {
    const { heard } = listen(name);
    await trace(name, toMessage, async () => ({ card: "4111111111111111" }));
    expect(JSON.stringify(heard)).not.toContain("4111");
  });

  it("settles after the last event", async () => {
    const { heard } = listen(name);
    const settled = trace(name, toMessage, async () => 1).then(() => eventsOf(heard));
    expect(await settled).toContain("asyncEnd");
  });

  it("publishes the name and code of an error, and rejects with it", async () => {
    const { heard } = listen(name);
    const failure = Object.assign(new TypeError("card 4111111111111111"), { code: "EFAIL" });
    const run = trace(name, toMessage, async (message) => {
      await nextTurn();
      if (message !== undefined) message.answer = 42;
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    expect(eventsOf(heard)).toEqual(["start", "end", "error", "asyncStart", "asyncEnd"]);
    expect(heard[2]?.message).toEqual({
      id: "one",
      answer: 42,
      error: { name: "TypeError", code: "EFAIL" },
    });
  });

  it("calls the then of a query builder once", async () => {
    listen(name);
    const run = vi.fn((resolve: (rows: number) => void) => resolve(3));
    // oxlint-disable-next-line unicorn/no-thenable -- a query builder runs its query with each call
    const builder = { then: run } as unknown as PromiseLike<number>;
    expect(await trace(name, toMessage, () => builder)).toBe(3);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe("of a synchronous operation", () => {
  it("stays synchronous and ends with asyncEnd", () => {
    const { heard } = listen(name);
    expect(trace(name, toMessage, () => 7)).toBe(7);
    expect(eventsOf(heard)).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
  });

  it("throws the error after publishing it", () => {
    const { heard } = listen(name);
    const failure = new RangeError("no");
    const run = (): never =>
      trace(name, toMessage, () => {
        throw failure;
      });
    expect(run).toThrow(failure);
    expect(eventsOf(heard)).toEqual(["start", "error", "end", "asyncStart", "asyncEnd"]);
    expect(heard.at(-1)?.message["error"]).toEqual({ name: "RangeError", code: undefined });
  });
});

describe("contexts of subscribers", () => {
  it("runs the operation and its events in a bound store", async () => {
    const storage = new AsyncLocalStorage<Message>();
    channel.start.bindStore(storage, (message) => message as Message);
    onTestFinished(() => void channel.start.unbindStore(storage));
    const stores: unknown[] = [];
    const note = (): void => void stores.push(storage.getStore()?.id);
    channel.asyncEnd.subscribe(note);
    onTestFinished(() => {
      channel.asyncEnd.unsubscribe(note);
    });
    await trace(name, toMessage, async () => {
      note();
      await nextTurn();
      note();
    });
    expect(stores).toEqual(["one", "one", "one"]);
    expect(storage.getStore()).toBeUndefined();
  });

  it("runs the operation inside around", async () => {
    const storage = new AsyncLocalStorage<string>();
    onStart((message) => {
      message.around = (run) => storage.run("mine", run);
    });
    const stores = await trace(name, toMessage, async () => {
      const first = storage.getStore();
      await nextTurn();
      return [first, storage.getStore()];
    });
    expect(stores).toEqual(["mine", "mine"]);
  });
});

/** Collects what is logged, as long after the last log as is needed for another one. */
function spyOnLog() {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  vi.advanceTimersByTime((passedMs += 3_600_000));
  return vi.spyOn(console, "error").mockImplementation(() => undefined);
}
let passedMs = 0;

describe("with a misbehaving around", () => {
  const misbehaving: Record<string, Message["around"]> = {
    "that throws before it runs": () => {
      throw new Error("broken");
    },
    "that throws after it ran": (run) => {
      run();
      throw new Error("broken");
    },
    "that never runs": () => undefined as never,
    "that runs twice": (run) => {
      run();
      return run();
    },
    "that runs later": (run) => {
      setImmediate(() => {
        try {
          void run();
        } catch {
          // The error of the operation, again.
        }
      });
      return undefined as never;
    },
    "that returns another promise": (run) =>
      Promise.reject(new Error(`broken after ${typeof run()}`)) as never,
    "that is not a function": "around" as never,
  };

  for (const [what, around] of Object.entries(misbehaving)) {
    it(`runs an operation once with one ${what}`, async () => {
      vi.spyOn(console, "error").mockImplementation(() => undefined);
      onStart((message) => {
        message.around = around;
      });
      const work = vi.fn(async () => "paid");
      expect(await trace(name, toMessage, work)).toBe("paid");
      await nextTurn();
      expect(work).toHaveBeenCalledTimes(1);
    });

    it(`runs a failing operation once with one ${what}`, async () => {
      vi.spyOn(console, "error").mockImplementation(() => undefined);
      onStart((message) => {
        message.around = around;
      });
      const failure = new Error("declined");
      const work = vi.fn((): never => {
        throw failure;
      });
      expect(() => trace(name, toMessage, work)).toThrow(failure);
      await nextTurn();
      expect(work).toHaveBeenCalledTimes(1);
    });
  }

  it("returns the first result to the second run", async () => {
    const results: unknown[] = [];
    onStart((message) => {
      message.around = (run) => {
        results.push(run(), run());
        return run();
      };
    });
    expect(trace(name, toMessage, () => 5)).toBe(5);
    expect(results).toEqual([5, 5]);
  });

  it("logs its error", () => {
    const log = spyOnLog();
    onStart((message) => {
      message.around = (): never => {
        throw new Error("broken");
      };
    });
    trace(name, toMessage, () => 1);
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/around failed.*Error: broken/));
  });

  it("does not log the error of the operation", async () => {
    const log = spyOnLog();
    onStart((message) => {
      message.around = (run) => run();
    });
    const failure = new Error("declined");
    const rejecting = trace(name, toMessage, () => Promise.reject(failure));
    await expect(rejecting).rejects.toBe(failure);
    const throwing = (): never =>
      trace(name, toMessage, () => {
        throw failure;
      });
    expect(throwing).toThrow(failure);
    await nextTurn();
    expect(log).not.toHaveBeenCalled();
  });

  it("runs once if a kept run is called while it runs", () => {
    let kept = (): unknown => undefined;
    onStart((message) => {
      message.around = (run) => {
        kept = run;
        return run();
      };
    });
    const work = vi.fn((): string => {
      if (work.mock.calls.length > 1) return "twice";
      expect(() => kept()).toThrow("already running");
      return "once";
    });
    expect(trace(name, toMessage, work)).toBe("once");
    expect(work).toHaveBeenCalledTimes(1);
  });
});

describe("with a misbehaving subscriber", () => {
  it("is not affected by a frozen message", async () => {
    const { heard } = listen(name);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    onStart((message) => void Object.freeze(message));
    const result = await trace(name, toMessage, async (message) => {
      if (message !== undefined) message.answer = 42;
      return "paid";
    });
    expect(result).toBe("paid");
    expect(eventsOf(heard)).toContain("asyncEnd");
  });

  it("is not affected by a changed message", async () => {
    onStart((message) => {
      message.id = "changed";
    });
    const seen = await trace(name, toMessage, async (message) => message?.id);
    expect(seen).toBe("one");
  });
});

describe("a message that cannot be created", () => {
  it("runs the operation without it", () => {
    const { heard } = listen(name);
    const fail = (): never => {
      throw new Error("no message");
    };
    expect(trace(name, fail, (message) => message)).toBeUndefined();
    expect(heard).toEqual([]);
  });
});

describe("subscribers that come and go", () => {
  it("publishes nothing of an operation that is under way", async () => {
    const running = trace(name, toMessage, async () => nextTurn(1));
    const { heard } = listen(name);
    expect(await running).toBe(1);
    expect(heard).toEqual([]);
  });

  it("ends quietly if the last one leaves meanwhile", async () => {
    const { heard, stop } = listen(name);
    const running = trace(name, toMessage, async () => nextTurn(1));
    stop();
    expect(await running).toBe(1);
    expect(eventsOf(heard)).toEqual(["start", "end"]);
  });
});
