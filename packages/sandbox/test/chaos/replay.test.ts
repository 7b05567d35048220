import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  apiFaults,
  createSandbox,
  deliveryFaults,
  type ChaosOptions,
  type ChaosPlan,
  type SandboxOptions,
} from "../../src/index.js";
import { temporaryFile } from "../temporary-file.js";
import { openShop, type Shop } from "./shop.js";

/** Probabilities high enough for the script to contain every fault. */
const stormy: ChaosOptions = {
  seed: "storm-1",
  deliveries: {
    ...Object.fromEntries(deliveryFaults.map((fault) => [fault, 0.2])),
    reorder: 0.5,
  },
  api: { ...Object.fromEntries(apiFaults.map((fault) => [fault, 0.15])), omitNewest: 0.6 },
};

const orders = Array.from({ length: 20 }, (_, index) => `order-${index}`);

/** A day of a merchant with a log of every call, whose server is down for a while. */
async function playDay(shop: Shop, from = 0, to = orders.length): Promise<string[]> {
  const log: string[] = [];
  const record = async (what: string, call: Promise<unknown>): Promise<void> => {
    const result = await call.then(
      (value) => JSON.stringify(value ?? null),
      (error: Error) => `${error.name}: ${error.message}`,
    );
    // The support report from the second line on contains real time.
    log.push(`${what} ${result.split("\n")[0]}`);
  };
  for (const [index, id] of orders.slice(from, to).entries()) {
    await record(`pay ${id}`, shop.pay(id, index % 3 === 0 ? "declined" : "passes"));
    await shop.sandbox.flush();
    await record(`status ${id}`, shop.numipay.transactions.status(id));
    await shop.sandbox.advance("3m");
    if (index % 5 === 4)
      await record(
        "list",
        shop.numipay.transactions.list({ from: "2026-01-01", to: "2026-01-01" }),
      );
  }
  return log;
}

/** Down for the first attempts of some orders, so that there are retries. */
function receiver(inner: (request: Request) => Promise<Response>) {
  const seen = new Map<string, number>();
  return async (request: Request) => {
    const text = await request.clone().text();
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return text.includes("order-7") && times <= 3
      ? new Response(null, { status: 503 })
      : inner(request);
  };
}

async function run(options: SandboxOptions) {
  let inner: (request: Request) => Promise<Response> = async () => new Response();
  const shop = await openShop({
    ...options,
    receive: receiver(async (request) => inner(request)),
  });
  inner = shop.receiver;
  const log = await playDay(shop);
  await shop.sandbox.runUntilIdle();
  return { shop, log, ...resultOf(shop) };
}

function resultOf(shop: Shop) {
  return {
    transcript: shop.transcript(),
    plan: shop.sandbox.chaosPlan(),
    transactions: shop.sandbox.transactions(),
    deliveries: shop.sandbox.deliveries(),
    applied: shop.applied,
  };
}

// Guards against a fault plan that replays differently: decision 0006.
describe("the same seed", () => {
  it("gives equal bytes, as does a replay", async () => {
    const first = await run({ chaos: stormy });
    // Without every kind of fault, the comparison would prove little.
    expect(new Set(first.plan.faults.map(({ kind }) => kind))).toEqual(
      new Set([...deliveryFaults, ...apiFaults]),
    );
    expect(first.transcript.length).toBeGreaterThan(10_000);

    const second = await run({ chaos: stormy });
    expect(second.transcript).toBe(first.transcript);
    expect(second.log).toEqual(first.log);
    expect(second.plan).toEqual(first.plan);
    expect(second.deliveries).toEqual(first.deliveries);

    const replay = JSON.parse(JSON.stringify(first.plan)) as ChaosPlan;
    const third = await run({ chaos: { replay } });
    expect(third.transcript).toBe(first.transcript);
    expect(third.log).toEqual(first.log);
    expect(third.plan).toEqual(first.plan);
    expect(third.transactions).toEqual(first.transactions);
  });

  it("differs from another seed", async () => {
    const first = await run({ chaos: { ...stormy, api: {} } });
    const other = await run({ chaos: { ...stormy, api: {}, seed: "storm-2" } });
    expect(other.transcript).not.toBe(first.transcript);
  });

  it("applies every delivered webhook once", async () => {
    const { shop, applied, transactions, plan } = await run({ chaos: { ...stormy, api: {} } });
    expect(new Set(applied).size).toBe(applied.length);
    const dropped = new Set(
      plan.faults.filter(({ kind }) => kind === "drop").map(({ subject }) => subject),
    );
    expect(dropped.size).toBeGreaterThan(0);
    for (const { tracking_id: id, status, amount } of transactions) {
      const isSent = !dropped.has(`1/test/webhook-2/${id}`);
      const isApplied = applied.includes(`${id} ${status} ${amount}`);
      expect({ id, isApplied }).toEqual({ id, isApplied: isSent });
    }
    expect(applied.some((line) => !line.includes("200.00"))).toBe(false);
    expect(shop.sandbox.deliveries().filter(({ state }) => state === "given-up")).toEqual([]);
  });
});

describe("a sandbox in a file", () => {
  it("continues its chaos", async () => {
    const chaos: ChaosOptions = { ...stormy, api: {} };
    const through = await openShop({ chaos });
    await playDay(through);
    await through.sandbox.runUntilIdle();

    const file = await temporaryFile();
    const before = await openShop({ chaos, file });
    await playDay(before, 0, 9);
    const plan = before.sandbox.chaosPlan();
    await before.sandbox.close();
    // Not set here: the file contains the chaos.
    const after = await openShop({ file });
    expect(after.sandbox.chaosPlan()).toEqual(plan);
    expect(plan.faults.length).toBeGreaterThan(0);
    await playDay(after, 9, orders.length);
    await after.sandbox.runUntilIdle();

    expect(`${before.transcript()}\n\n${after.transcript()}`).toBe(through.transcript());
    expect(after.sandbox.chaosPlan()).toEqual(through.sandbox.chaosPlan());
    expect(after.sandbox.deliveries()).toEqual(through.sandbox.deliveries());
  });

  it("is not created for invalid options", async () => {
    const file = await temporaryFile();
    const chaos = { deliveries: { drop: 2 } };
    await expect(createSandbox({ file, chaos })).rejects.toThrow("chaos.deliveries.drop");
    expect(existsSync(file)).toBe(false);
  });

  it("sends due copies after a restart", async () => {
    const file = await temporaryFile();
    const fault = { kind: "duplicate", subject: "1/test/webhook-2/order-1", attempt: 1 } as const;
    const replay: ChaosPlan = {
      version: 1,
      seed: "manual",
      options: {},
      faults: [{ ...fault, at: "2026-01-01T00:00:00.000Z", copies: 4, together: false }],
    };
    let closing: Promise<void> | undefined;
    const first: Shop = await openShop({
      file,
      chaos: { replay },
      // Closes as the second copy arrives, which interrupts that one.
      receive: async () => {
        if (first.arrivals.length === 4) closing = first.sandbox.close();
        return new Response();
      },
    });
    await first.pay("order-1");
    await first.sandbox.flush();
    await closing;
    expect(first.arrivals).toHaveLength(4);

    const second = await openShop({ file });
    await second.sandbox.runUntilIdle();
    expect(second.arrivals).toHaveLength(3);
    const copies = second.sandbox.deliveries().filter(({ cause }) => cause === "chaos");
    expect(copies.map(({ fault: name }) => name)).toEqual(Array(4).fill("duplicate"));
    expect(second.sandbox.chaosPlan().faults).toHaveLength(1);
  });
});

it("completes the retries of an outage under chaos", async () => {
  const shop = await openShop({
    chaos: {
      seed: "storm-1",
      deliveries: { duplicate: 0.3, tamper: 0.3, wrongPassword: 0.3, delay: 0.3 },
    },
    receive: async () => new Response(null, { status: 503 }),
  });
  await shop.pay("order-1");
  await shop.sandbox.runUntilIdle();
  const scheduled = shop.sandbox.deliveries().filter(({ cause }) => cause === "scheduled");
  expect(scheduled).toHaveLength(30);
  expect(shop.sandbox.now().getTime()).toBeGreaterThanOrEqual(
    Date.parse("2026-01-01T00:00:00Z") + 14 * 5 * 60_000,
  );
});
