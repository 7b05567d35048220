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

/** Everything at times, so that a script of some length meets all of it. */
const stormy: ChaosOptions = {
  seed: "storm-1",
  deliveries: {
    ...Object.fromEntries(deliveryFaults.map((fault) => [fault, 0.2])),
    reorder: 0.5,
  },
  api: { ...Object.fromEntries(apiFaults.map((fault) => [fault, 0.15])), omitNewest: 0.6 },
};

const orders = Array.from({ length: 20 }, (_, index) => `order-${index}`);

/** A day of a merchant who is written down to the last call, whose server is down for a while. */
async function playDay(shop: Shop, from = 0, to = orders.length): Promise<string[]> {
  const heard: string[] = [];
  const hear = async (what: string, call: Promise<unknown>): Promise<void> => {
    const answer = await call.then(
      (value) => JSON.stringify(value ?? null),
      (error: Error) => `${error.name}: ${error.message}`,
    );
    // The report for the gateway's support, which begins on the second line, has the real time.
    heard.push(`${what} ${answer.split("\n")[0]}`);
  };
  for (const [index, id] of orders.slice(from, to).entries()) {
    await hear(`pay ${id}`, shop.pay(id, index % 3 === 0 ? "declined" : "passes"));
    await shop.sandbox.flush();
    await hear(`status ${id}`, shop.numipay.transactions.status(id));
    await shop.sandbox.advance("3m");
    if (index % 5 === 4)
      await hear("list", shop.numipay.transactions.list({ from: "2026-01-01", to: "2026-01-01" }));
  }
  return heard;
}

/** Down for the first attempts on some orders: the retries must come into it. */
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
  const heard = await playDay(shop);
  await shop.sandbox.runUntilIdle();
  return { shop, heard, ...resultOf(shop) };
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

describe("the same seed and the same merchant", () => {
  it("are equal byte for byte, and so is a replay of the plan that went through a file", async () => {
    const first = await run({ chaos: stormy });
    // A script that met no fault of a kind would prove nothing of it.
    expect(new Set(first.plan.faults.map(({ kind }) => kind))).toEqual(
      new Set([...deliveryFaults, ...apiFaults]),
    );
    expect(first.transcript.length).toBeGreaterThan(10_000);

    const second = await run({ chaos: stormy });
    expect(second.transcript).toBe(first.transcript);
    expect(second.heard).toEqual(first.heard);
    expect(second.plan).toEqual(first.plan);
    expect(second.deliveries).toEqual(first.deliveries);

    const replay = JSON.parse(JSON.stringify(first.plan)) as ChaosPlan;
    const third = await run({ chaos: { replay } });
    expect(third.transcript).toBe(first.transcript);
    expect(third.heard).toEqual(first.heard);
    expect(third.plan).toEqual(first.plan);
    expect(third.transactions).toEqual(first.transactions);
  });

  it("hear something else under another seed", async () => {
    const first = await run({ chaos: { ...stormy, api: {} } });
    const other = await run({ chaos: { ...stormy, api: {}, seed: "storm-2" } });
    expect(other.transcript).not.toBe(first.transcript);
  });

  it("lose nothing that the receiver was told, and apply nothing twice", async () => {
    const { shop, applied, transactions, plan } = await run({ chaos: { ...stormy, api: {} } });
    expect(new Set(applied).size).toBe(applied.length);
    const dropped = new Set(
      plan.faults.filter(({ kind }) => kind === "drop").map(({ subject }) => subject),
    );
    expect(dropped.size).toBeGreaterThan(0);
    for (const { tracking_id: id, status, amount } of transactions) {
      const isTold = !dropped.has(`1/test/webhook-2/${id}`);
      const isApplied = applied.includes(`${id} ${status} ${amount}`);
      expect({ id, isApplied }).toEqual({ id, isApplied: isTold });
    }
    expect(applied.some((line) => !line.includes("200.00"))).toBe(false);
    expect(shop.sandbox.deliveries().filter(({ state }) => state === "given-up")).toEqual([]);
  });
});

describe("a sandbox in a file", () => {
  it("goes on with its chaos, what is held back and the copies that are due among it", async () => {
    const chaos: ChaosOptions = { ...stormy, api: {} };
    const through = await openShop({ chaos });
    await playDay(through);
    await through.sandbox.runUntilIdle();

    const file = await temporaryFile();
    const before = await openShop({ chaos, file });
    await playDay(before, 0, 9);
    const plan = before.sandbox.chaosPlan();
    await before.sandbox.close();
    // No chaos is asked for: the file brings it.
    const after = await openShop({ file });
    expect(after.sandbox.chaosPlan()).toEqual(plan);
    expect(plan.faults.length).toBeGreaterThan(0);
    await playDay(after, 9, orders.length);
    await after.sandbox.runUntilIdle();

    expect(`${before.transcript()}\n\n${after.transcript()}`).toBe(through.transcript());
    expect(after.sandbox.chaosPlan()).toEqual(through.sandbox.chaosPlan());
    expect(after.sandbox.deliveries()).toEqual(through.sandbox.deliveries());
  });

  it("is not made for options that make no sense", async () => {
    const file = await temporaryFile();
    const chaos = { deliveries: { drop: 2 } };
    await expect(createSandbox({ file, chaos })).rejects.toThrow("chaos.deliveries.drop");
    expect(existsSync(file)).toBe(false);
  });

  it("sends the copies after a restart that were due when it closed", async () => {
    const file = await temporaryFile();
    const fault = { kind: "duplicate", subject: "1/test/webhook-2/order-1", attempt: 1 } as const;
    const replay: ChaosPlan = {
      version: 1,
      seed: "by hand",
      options: {},
      faults: [{ ...fault, at: "2026-01-01T00:00:00.000Z", copies: 4, together: false }],
    };
    let closing: Promise<void> | undefined;
    const first: Shop = await openShop({
      file,
      chaos: { replay },
      // It closes as the second copy comes in: this one is broken off.
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

it("the whole schedule of an outage plays under chaos without real time passing", async () => {
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
