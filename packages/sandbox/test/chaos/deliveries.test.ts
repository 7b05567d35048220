import Database from "libsql";
import { describe, expect, it } from "vitest";
import { deliveryFaults, type ChaosFault, type FaultKind } from "../../src/index.js";
import { signPayload } from "../../src/delivery/sign-payload.js";
import { temporaryFile } from "../temporary-file.js";
import { fieldsOf, openShop, type Shop } from "./shop.js";

const start = Date.parse("2026-01-01T00:00:00Z");
const minute = 60_000;

function faultsOf<Kind extends FaultKind>(shop: Shop, kind: Kind): ChaosFault<Kind>[] {
  const { faults } = shop.sandbox.chaosPlan();
  // The compiler does not narrow the parameters by kind.
  return faults.filter((fault) => fault.kind === kind) as unknown as ChaosFault<Kind>[];
}

const bodies = (shop: Shop) => shop.arrivals.map(({ body }) => body.toString());
const statuses = (shop: Shop) => shop.arrivals.map((arrival) => fieldsOf(arrival)["status"]);

describe("duplicate", () => {
  it("sends the same bytes again, which are applied once", async () => {
    const shop = await openShop({ chaos: { deliveries: { duplicate: 1 } } });
    const orders = Array.from({ length: 8 }, (_, index) => `order-${index}`);
    for (const order of orders) await shop.pay(order);
    await shop.sandbox.flush();

    const faults = faultsOf(shop, "duplicate");
    expect(faults.map(({ subject }) => subject)).toEqual(
      orders.flatMap((id) => [`1/test/webhook-1/${id}`, `1/test/webhook-2/${id}`]),
    );
    for (const { subject, copies } of faults) {
      const order = subject.split("/").at(-1);
      const status = subject.includes("webhook-1") ? "pending" : "successful";
      const alike = shop.arrivals.filter((one) => {
        const fields = fieldsOf(one);
        return fields["tracking_id"] === order && fields["status"] === status;
      });
      expect(alike).toHaveLength(copies + 1);
      expect(new Set(alike.map(({ body }) => body.toString())).size).toBe(1);
      expect(new Set(alike.map(({ headers }) => headers["x-signature"])).size).toBe(1);
    }
    expect(new Set(faults.map(({ together }) => together))).toEqual(new Set([true, false]));
    expect(shop.arrivals.some(({ besides }) => besides > 0)).toBe(true);
    expect(shop.applied.filter((line) => line.includes("successful"))).toHaveLength(orders.length);
    expect(new Set(shop.applied).size).toBe(shop.applied.length);
    expect(shop.sandbox.now().getTime()).toBe(start);
  });

  it("sends sequential copies one at a time", async () => {
    const plan = planWith("duplicate", { copies: 3, together: false });
    const shop = await openShop({ chaos: { replay: plan } });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(shop.arrivals.map(({ besides }) => besides)).toEqual([0, 0, 0, 0, 0]);
    expect(statuses(shop)).toEqual(["pending", "successful", "pending", "pending", "pending"]);
    expect(shop.outcomes).toEqual([
      "processed",
      "processed",
      "duplicate",
      "duplicate",
      "duplicate",
    ]);
  });

  it("does not change the schedule or the state", async () => {
    let isDown = true;
    const shop = await openShop({
      chaos: { deliveries: { duplicate: 1 } },
      receive: async () => new Response(null, { status: isDown ? 503 : 200 }),
    });
    await shop.pay("order-1");
    await shop.sandbox.advance("12m");
    isDown = false;
    await shop.sandbox.advance("5m");
    const rows = shop.sandbox.deliveries().filter(({ status }) => status === "successful");
    const scheduled = rows.filter(({ cause }) => cause === "scheduled");
    expect(scheduled.map(({ at, state, fault }) => [at.slice(14, 16), state, fault])).toEqual([
      ["00", "retrying", null],
      ["05", "retrying", null],
      ["10", "retrying", null],
      ["15", "delivered", null],
    ]);
    const copies = rows.filter(({ cause }) => cause === "chaos");
    expect(copies.length).toBeGreaterThanOrEqual(4);
    expect(new Set(copies.map(({ fault }) => fault))).toEqual(new Set(["duplicate"]));
    expect(new Set(rows.map(({ attempt }) => attempt)).size).toBe(rows.length);
  });
});

it.each([true, false])("keeps the state after a rejected copy (together: %s)", async (together) => {
  const file = await temporaryFile();
  let responses = 0;
  const shop = await openShop({
    file,
    chaos: { replay: planWith("duplicate", { copies: 2, together }) },
    receive: async (request) => {
      const { status } = (await request.json()) as { status: string };
      if (status !== "pending") return new Response();
      responses += 1;
      return new Response(null, { status: responses === 1 ? 200 : 503 });
    },
  });
  await shop.pay("order-1");
  await shop.sandbox.flush();
  expect(shop.arrivals.map(({ status }) => status)).toEqual(
    together ? [200, 503, 503, 200] : [200, 200, 503, 503],
  );
  expect(readDeliveries(file, "state, next_attempt_at, last_status, attempts_made")[0]).toEqual({
    state: "delivered",
    next_attempt_at: null,
    last_status: 200,
    attempts_made: 3,
  });
});

describe("reorder", () => {
  it("holds a webhook back until the next one", async () => {
    const plan = planWith("reorder", { minutes: 30 });
    const shop = await openShop({ chaos: { replay: plan } });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(statuses(shop)).toEqual(["successful", "pending"]);
    expect(shop.outcomes).toEqual(["processed", "stale"]);
    expect(shop.applied).toEqual(["order-1 successful 200.00"]);
    expect(shop.sandbox.deliveries().map(({ fault, state }) => [fault, state])).toEqual([
      [null, "delivered"],
      ["reorder", "delivered"],
    ]);
  });

  it("holds the last webhook back for minutes", async () => {
    const shop = await openShop({ chaos: { deliveries: { reorder: 1 } } });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(shop.arrivals).toEqual([]);
    await shop.sandbox.runUntilIdle();
    const instants = new Set(
      faultsOf(shop, "reorder").map(({ minutes }) =>
        new Date(start + minutes * minute).toISOString(),
      ),
    );
    expect(new Set(statuses(shop))).toEqual(new Set(["pending", "successful"]));
    expect(shop.arrivals).toHaveLength(2);
    for (const { at } of shop.arrivals) expect(instants).toContain(at);
  });
});

describe("delay", () => {
  it("delays the first attempt and its retries", async () => {
    const shop = await openShop({
      chaos: { deliveries: { delay: 1 } },
      receive: async () => new Response(null, { status: 500 }),
    });
    await shop.pay("order-1");
    await shop.sandbox.runUntilIdle();
    for (const { subject, minutes } of faultsOf(shop, "delay")) {
      const status = subject.includes("webhook-1") ? "pending" : "successful";
      const rows = shop.sandbox.deliveries().filter((row) => row.status === status);
      expect(rows.map(({ at }) => (Date.parse(at) - start) / minute)).toEqual(
        Array.from({ length: 15 }, (_, index) => minutes + 5 * index),
      );
      expect(rows.map(({ fault }) => fault)).toEqual(["delay", ...Array(14).fill(null)]);
      expect(rows.at(-1)?.state).toBe("given-up");
    }
    expect(faultsOf(shop, "delay")).toHaveLength(2);
  });
});

describe("drop", () => {
  it("makes no attempt", async () => {
    const shop = await openShop({ chaos: { deliveries: { drop: 1 } } });
    await shop.pay("order-1");
    await shop.sandbox.runUntilIdle();
    expect([shop.arrivals, shop.applied, shop.sandbox.deliveries()]).toEqual([[], [], []]);
    expect(faultsOf(shop, "drop")).toHaveLength(2);
    expect(await shop.numipay.transactions.status("order-1")).toEqual({
      transaction_status: "successful",
    });
  });
});

it("stores dropped and delayed deliveries", async () => {
  const file = await temporaryFile();
  const drop = planWith("drop", {}).faults;
  const delay = {
    ...planWith("delay", { minutes: 7 }).faults[0],
    subject: "1/test/webhook-2/order-1",
  };
  const faults = [...drop, delay as ChaosFault];
  const shop = await openShop({ file, chaos: { replay: { ...planWith("drop", {}), faults } } });
  await shop.pay("order-1");
  await shop.sandbox.flush();
  const rows = readDeliveries(file, "state, next_attempt_at");
  expect(rows).toEqual([
    { state: "dropped", next_attempt_at: null },
    { state: "pending", next_attempt_at: start + 7 * minute },
  ]);
});

describe("forgeries", () => {
  it("change one field under the original signature", async () => {
    const shop = await openShop({ chaos: { deliveries: { tamper: 1 } } });
    const orders = Array.from({ length: 12 }, (_, index) => `order-${index}`);
    for (const order of orders) await shop.pay(order);
    await shop.sandbox.flush();
    expect(shop.outcomes).toEqual(
      orders.flatMap(() => ["bad-signature", "processed", "bad-signature", "processed"]),
    );
    expect(shop.arrivals.map(({ status }) => status)).toEqual(
      orders.flatMap(() => [401, 200, 401, 200]),
    );
    const faults = faultsOf(shop, "tamper");
    for (const [index, { field }] of faults.entries()) {
      const [forged, honest] = shop.arrivals.slice(2 * index, 2 * index + 2);
      const wanted = fieldsOf(honest);
      expect(fieldsOf(forged)).toEqual({
        ...wanted,
        [field]: expect.not.stringMatching(`^${wanted[field]}$`),
      });
      expect(forged?.headers["x-signature"]).toBe(honest?.headers["x-signature"]);
    }
    expect(new Set(faults.map(({ field }) => field))).toEqual(
      new Set(["amount", "currency", "user_id", "status"]),
    );
    expect(shop.applied).toEqual(
      orders.flatMap((id) => [`${id} pending 200.00`, `${id} successful 200.00`]),
    );
  });

  it("sign the original body with another password", async () => {
    const shop = await openShop({ chaos: { deliveries: { wrongPassword: 1 } } });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(shop.outcomes).toEqual(["bad-signature", "processed", "bad-signature", "processed"]);
    const [forged, honest] = shop.arrivals;
    expect(forged?.body).toEqual(honest?.body);
    expect(forged?.headers["x-signature"]).toMatch(/^[0-9A-F]{40}$/);
    expect(forged?.headers["x-signature"]).not.toBe(honest?.headers["x-signature"]);
    expect(shop.applied).toEqual(["order-1 pending 200.00", "order-1 successful 200.00"]);
  });

  it("deceive a receiver without verification", async () => {
    const booked: string[] = [];
    const shop = await openShop({
      chaos: { replay: planWith("tamper", { field: "amount" }) },
      receive: async (request) => {
        const { tracking_id, status, amount } = (await request.json()) as Record<string, string>;
        booked.push(`${tracking_id} ${status} ${amount}`);
        return new Response();
      },
    });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(booked[0]).toBe("order-1 pending 9200.00");
    const [forged, honest] = shop.sandbox.deliveries();
    expect(forged).toMatchObject({ cause: "chaos", fault: "tamper", state: "pending", attempt: 1 });
    expect(forged?.requestBody).toContain('"amount":"9200.00"');
    expect(honest).toMatchObject({
      cause: "scheduled",
      fault: null,
      state: "delivered",
      attempt: 2,
    });
    expect(honest?.requestBody).toContain('"amount":"200.00"');
  });
});

describe("slow", () => {
  it("sends the body in pieces", async () => {
    const shop = await openShop({ chaos: { deliveries: { slow: 1 } } });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    const faults = faultsOf(shop, "slow");
    expect(shop.arrivals.map(({ pieces }) => pieces)).toEqual(faults.map(({ pieces }) => pieces));
    expect(shop.outcomes).toEqual(["processed", "processed"]);
    expect(shop.sandbox.deliveries().map(({ fault }) => fault)).toEqual(["slow", "slow"]);
    for (const { body, headers } of shop.arrivals) {
      expect(headers["x-signature"]).toBe(
        signPayload(body.toString(), shop.sandbox.signaturePassword),
      );
    }
  });
});

describe("reserialize", () => {
  it("is accepted by the receiver", async () => {
    const matched: unknown[] = [];
    const shop = await openShop({
      chaos: { deliveries: { reserialize: 1 } },
      webhook: { onOutcome: (report) => matched.push(report.matched) },
    });
    const orders = Array.from({ length: 12 }, (_, index) => `order-${index}`);
    for (const order of orders) await shop.pay(order);
    await shop.sandbox.flush();
    expect(new Set(matched)).toEqual(new Set(["canonical"]));
    expect(shop.applied).toHaveLength(2 * orders.length);
    expect(
      new Set(faultsOf(shop, "reserialize").map(({ serialization }) => serialization)).size,
    ).toBe(4);
    for (const text of bodies(shop)) expect(text).not.toBe(JSON.stringify(JSON.parse(text)));
    expect(shop.sandbox.deliveries().map(({ requestBody }) => requestBody)).toEqual(bodies(shop));
  });

  it("is rejected by a strict receiver", async () => {
    const shop = await openShop({
      chaos: { deliveries: { reserialize: 1 } },
      webhook: { strict: true },
    });
    await shop.pay("order-1");
    await shop.sandbox.flush();
    expect(shop.outcomes).toEqual(["bad-signature", "bad-signature"]);
  });
});

it("draws the same faults regardless of other payments", async () => {
  const deliveries = Object.fromEntries(deliveryFaults.map((fault) => [fault, 0.3]));
  const faultsOfOrder = async (others: number) => {
    const shop = await openShop({ chaos: { seed: "seed-1", deliveries } });
    for (let other = 0; other < others; other += 1) await shop.pay(`other-${other}`);
    await shop.pay("order-5");
    await shop.sandbox.runUntilIdle();
    const { faults } = shop.sandbox.chaosPlan();
    return faults.filter(({ subject }) => subject.endsWith("/order-5"));
  };
  const alone = await faultsOfOrder(0);
  expect(alone.length).toBeGreaterThan(1);
  expect(await faultsOfOrder(3)).toEqual(alone);
});

it("resends a delivery without faults", async () => {
  const shop = await openShop({
    chaos: { deliveries: { drop: 0, tamper: 1, reserialize: 1, duplicate: 1 } },
  });
  await shop.pay("order-1");
  await shop.sandbox.flush();
  const before = shop.arrivals.length;
  const { deliveryId = "" } = shop.sandbox.deliveries()[0] ?? {};
  await shop.sandbox.resend(deliveryId);
  await shop.sandbox.flush();
  expect(shop.arrivals).toHaveLength(before + 1);
  expect(shop.sandbox.deliveries().at(-1)).toMatchObject({ cause: "resend", fault: null });
});

/** A plan with one fault on the first webhook of order-1. */
function planWith<Kind extends FaultKind>(
  kind: Kind,
  particulars: Omit<ChaosFault<Kind>, "at" | "kind" | "subject" | "attempt">,
) {
  const fault = {
    at: new Date(start).toISOString(),
    kind,
    subject: "1/test/webhook-1/order-1",
    attempt: 1,
    ...particulars,
  };
  return {
    version: 1,
    seed: "manual",
    options: {},
    faults: [fault as unknown as ChaosFault],
  } as const;
}

function readDeliveries(file: string, columns: string): unknown[] {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare(`SELECT ${columns} FROM deliveries ORDER BY number`).all();
  database.close();
  return rows;
}
