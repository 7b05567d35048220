import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { traceIteration } from "../../../src/protocol/telemetry/trace-iteration.js";
import { listen } from "../../telemetry/listen.js";

const name = "numipay.reconcile.run";

/** Counts what happens in a generator of three numbers. */
function createNumbers(failure?: Error) {
  const log: string[] = [];
  async function* numbers(): AsyncGenerator<number, void, undefined> {
    try {
      for (const number of [1, 2, 3]) {
        await nextTurn();
        log.push(`made ${number}`);
        yield number;
      }
      if (failure !== undefined) throw failure;
    } finally {
      await nextTurn();
      log.push("closed");
    }
  }
  return { log, numbers };
}

const toMessage = (): object => ({});

describe.each([
  ["without a subscriber", false],
  ["with a subscriber", true],
])("an iteration %s", (_when, isHeard) => {
  const iterate = (numbers: () => AsyncGenerator<number, void, undefined>) => {
    const listener = listen(...(isHeard ? ([name] as const) : (["numipay.client.call"] as const)));
    return { ...listener, items: traceIteration(name, toMessage, numbers) };
  };

  it("yields every item, one at a time", async () => {
    const { log, numbers } = createNumbers();
    for await (const number of iterate(numbers).items) log.push(`used ${number}`);
    const steps = [1, 2, 3].flatMap((number) => [`made ${number}`, `used ${number}`]);
    expect(log).toEqual([...steps, "closed"]);
  });

  it("does nothing before the first next", async () => {
    const { log, numbers } = createNumbers();
    const { items, heard } = iterate(numbers);
    await nextTurn();
    expect(log).toEqual([]);
    expect(heard).toEqual([]);
    await items.return();
  });

  it("makes no item ahead", async () => {
    const { log, numbers } = createNumbers();
    const { items } = iterate(numbers);
    await items.next();
    await nextTurn();
    await nextTurn();
    expect(log).toEqual(["made 1"]);
    await items.return();
  });

  it("closes the generator when the caller leaves", async () => {
    const { log, numbers } = createNumbers();
    for await (const number of iterate(numbers).items) if (number === 2) break;
    expect(log).toEqual(["made 1", "made 2", "closed"]);
  });

  it("throws the error of the caller", async () => {
    const { log, numbers } = createNumbers();
    const failure = new Error("in the loop");
    const loop = async (): Promise<void> => {
      for await (const _ of iterate(numbers).items) throw failure;
    };
    await expect(loop()).rejects.toBe(failure);
    expect(log).toEqual(["made 1", "closed"]);
  });

  it("throws the error of the generator after its items", async () => {
    const failure = new Error("in the generator");
    const { numbers } = createNumbers(failure);
    const seen: number[] = [];
    const loop = async (): Promise<void> => {
      for await (const number of iterate(numbers).items) seen.push(number);
    };
    await expect(loop()).rejects.toBe(failure);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe("the events of an iteration", () => {
  it("begin with the first item and end with the last", async () => {
    const { lines } = listen(name);
    const { log, numbers } = createNumbers();
    for await (const number of traceIteration(name, toMessage, numbers)) log.push(`used ${number}`);
    const events = ["start", "end", "asyncStart", "asyncEnd"];
    expect(lines()).toEqual(events.map((event) => `reconcile.run ${event}`));
  });

  it("end when the caller leaves", async () => {
    const { lines } = listen(name);
    const { numbers } = createNumbers();
    for await (const _ of traceIteration(name, toMessage, numbers)) break;
    expect(lines().at(-1)).toBe("reconcile.run asyncEnd");
    expect(lines()).not.toContain("reconcile.run error");
  });

  it("include the error of the generator", async () => {
    const { lines } = listen(name);
    const { numbers } = createNumbers(new Error("no"));
    const loop = async (): Promise<void> => {
      for await (const _ of traceIteration(name, toMessage, numbers));
    };
    await expect(loop()).rejects.toThrow("no");
    expect(lines()).toContain("reconcile.run error");
  });

  it("give the generator their context, but not its caller", async () => {
    const storage = new AsyncLocalStorage<string>();
    const { start } = tracingChannel<unknown, object>(name);
    start.bindStore(storage, () => "run");
    onTestFinished(() => {
      start.unbindStore(storage);
    });
    const inside: unknown[] = [];
    const outside: unknown[] = [];
    async function* generate(): AsyncGenerator<number, void, undefined> {
      for (const number of [1, 2]) {
        inside.push(storage.getStore());
        yield number;
        await nextTurn();
        inside.push(storage.getStore());
      }
    }
    await storage.run("caller", async () => {
      for await (const _ of traceIteration(name, toMessage, generate)) {
        outside.push(storage.getStore());
        await nextTurn();
      }
      outside.push(storage.getStore());
    });
    expect(inside).toEqual(["run", "run", "run", "run"]);
    expect(outside).toEqual(["caller", "caller", "caller"]);
  });
});
