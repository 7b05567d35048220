import { describe, expect, it } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { respondWith, apiKey, clientOf, failureOf, startGateway } from "./stub-gateway.js";

const transaction: Transaction = {
  transaction_id: "t-1",
  user_id: "user-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

describe("transactions.status", () => {
  it.each([
    ["a/b?c#d", "/transactions/a%2Fb%3Fc%23d"],
    ["ü", "/transactions/%C3%BC"],
    ["%2e%2e", "/transactions/%252e%252e"],
    ["../admin", "/transactions/..%2Fadmin"],
    ["a\\b", "/transactions/a%5Cb"],
    ["//evil.example", "/transactions/%2F%2Fevil.example"],
    ["a;b&c=d", "/transactions/a%3Bb%26c%3Dd"],
    ["$&{id}", "/transactions/%24%26%7Bid%7D"],
    ["a b+c", "/transactions/a%20b%2Bc"],
    ["😀", "/transactions/%F0%9F%98%80"],
  ])("encodes %j as one path segment", async (tracking_id, path) => {
    const gateway = await startGateway(
      respondWith(200, { transaction_status: "pending", more: 1 }),
    );
    expect(await clientOf(gateway).transactions.status(tracking_id)).toEqual({
      transaction_status: "pending",
      more: 1,
    });
    expect(gateway.seen).toMatchObject([{ method: "GET", path, headers: { "x-api-key": apiKey } }]);
    expect(gateway.seen[0]?.text).toBe("");
  });

  it.each([".", "..", "", "a\r\nX-Evil: 1", "\ud800", undefined, null, 5, Promise.resolve("a")])(
    "rejects %j",
    async (tracking_id) => {
      const gateway = await startGateway(respondWith(200, { transaction_status: "pending" }));
      await expect(
        clientOf(gateway).transactions.status(tracking_id as string),
      ).rejects.toMatchObject({ code: "invalid_argument", field: "tracking_id" });
      expect(gateway.seen).toEqual([]);
    },
  );

  it("replaces {id} in the contract's path", async () => {
    const gateway = await startGateway(respondWith(200, { transaction_status: "pending" }));
    const options = {
      baseUrl: `${gateway.url}/v2`,
      contract: { operations: { transactionStatus: { path: "/payment/{id}/status" } } },
    };
    await clientOf(gateway, options).transactions.status("a/b");
    expect(gateway.seen[0]?.path).toBe("/v2/payment/a%2Fb/status");
  });

  it.each([[], "x", 5, null, {}, { transaction_status: 5 }])(
    "rejects the response %j",
    async (body) => {
      const gateway = await startGateway(respondWith(200, JSON.stringify(body)));
      await expect(clientOf(gateway).transactions.status("a")).rejects.toMatchObject({
        code: "unexpected_response",
        status: 200,
        body,
      });
      expect(gateway.seen).toHaveLength(1);
    },
  );
});

describe("transactions.list", () => {
  it("sends no query without a range", async () => {
    const gateway = await startGateway(respondWith(200, [transaction]));
    expect(await clientOf(gateway).transactions.list()).toEqual([transaction]);
    expect(gateway.seen).toMatchObject([{ method: "GET", path: "/transactions" }]);
  });

  it.each([
    ["2026-01-02", "2026-01-05", "/transactions?from=02-01-2026&to=05-01-2026"],
    ["2026-01-02", "2026-01-02", "/transactions?from=02-01-2026&to=02-01-2026"],
    ["2025-12-29", "2026-01-05", "/transactions?from=29-12-2025&to=05-01-2026"],
    [
      new Date("2026-03-28T23:59:59Z"),
      new Date("2026-04-01T00:00:00Z"),
      "/transactions?from=28-03-2026&to=01-04-2026",
    ],
  ])("sends %s to %s day first", async (from, to, path) => {
    const gateway = await startGateway(respondWith(200, []));
    await clientOf(gateway).transactions.list({ from, to });
    expect(gateway.seen[0]?.path).toBe(path);
  });

  it.each([
    [{ from: "01-08-2024" }, "/transactions?from=01-08-2024"],
    [{ from: "2024-08-01" }, "/transactions?from=01-08-2024"],
    [{ to: "2024-08-01" }, "/transactions?to=01-08-2024"],
    [{ from: "2024-08-01", to: undefined }, "/transactions?from=01-08-2024"],
    [{ from: "01-08-2024", to: "2024-08-02" }, "/transactions?from=01-08-2024&to=02-08-2024"],
    [{}, "/transactions"],
    [undefined, "/transactions"],
  ])("sends only the given ends of %j", async (range, path) => {
    const gateway = await startGateway(respondWith(200, [transaction]));
    expect(await clientOf(gateway).transactions.list(range)).toEqual([transaction]);
    expect(gateway.seen[0]?.path).toBe(path);
  });

  it("accepts days 7 apart, 8 calendar days", async () => {
    const gateway = await startGateway(respondWith(200, []));
    await clientOf(gateway).transactions.list({ from: "01-01-2026", to: "2026-01-08" });
    expect(gateway.seen[0]?.path).toBe("/transactions?from=01-01-2026&to=08-01-2026");
  });

  it("rejects days 8 apart and suggests iterate", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const range = { from: "2026-01-01", to: "09-01-2026" };
    const error = await failureOf(clientOf(gateway).transactions.list(range));
    expect(error).toMatchObject({ code: "invalid_argument", field: "to" });
    expect(String(error)).toContain("transactions.iterate");
    expect(gateway.seen).toEqual([]);
  });

  it.each([
    ["from", { from: "1-8-2024", to: "2026-01-03" }],
    ["from", { from: "08/01/2024" }],
    ["to", { to: "30-02-2024" }],
    ["to", { from: "2026-01-02", to: "2026-02-30" }],
    ["from", { from: new Date(Number.NaN), to: "2026-01-03" }],
    ["to", { from: "2026-01-03", to: "2026-01-02" }],
    ["form", { form: "2026-01-03" }],
  ])("rejects an invalid %s", async (field, range) => {
    const gateway = await startGateway(respondWith(200, []));
    await expect(
      clientOf(gateway).transactions.list(range as { from: string; to: string }),
    ).rejects.toMatchObject({ code: "invalid_argument", field });
    expect(gateway.seen).toEqual([]);
  });

  it("suggests the correct field", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const error = await failureOf(clientOf(gateway).transactions.list({ form: "x" } as object));
    expect(String(error)).toContain("Did you mean from?");
  });

  it.each([[[null]], [[5, "x"]]])("passes %j through", async (body) => {
    const gateway = await startGateway(respondWith(200, JSON.stringify(body)));
    expect(await clientOf(gateway).transactions.list()).toEqual(body);
  });

  it.each([{}, { items: [] }, "x", null])("rejects the response %j", async (body) => {
    const gateway = await startGateway(respondWith(200, JSON.stringify(body)));
    await expect(clientOf(gateway).transactions.list()).rejects.toMatchObject({
      code: "unexpected_response",
      body,
    });
  });

  it("returns 20,000 transactions", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      ...transaction,
      tracking_id: `order-${index}`,
    }));
    const gateway = await startGateway(respondWith(200, many));
    expect(await clientOf(gateway).transactions.list()).toEqual(many);
  });
});

describe("the gateway's time zone", () => {
  // 00:30 in UTC is the evening before in New York and the afternoon in Kiritimati.
  const date = new Date("2026-01-02T00:30:00Z");
  const requestedDay = async (options: object, from: Date): Promise<string | undefined> => {
    const gateway = await startGateway(respondWith(200, []));
    const { transactions } = clientOf(gateway, options);
    await transactions.list({ from });
    for await (const _none of transactions.iterate({ from, to: from })) break;
    const days = gateway.seen.map(({ path }) => path.slice(-10));
    expect(days[0]).toBe(days[1]);
    return days[0];
  };

  it.each([
    [{}, date, "02-01-2026"],
    [{ timeZone: "America/New_York" }, date, "01-01-2026"],
    [{ timeZone: "Pacific/Kiritimati" }, new Date("2026-01-01T10:00:00Z"), "02-01-2026"],
    [{ contract: { timeZone: "America/New_York" } }, date, "01-01-2026"],
    [{ timeZone: "UTC", contract: { timeZone: "America/New_York" } }, date, "02-01-2026"],
    // The last hour of a day with 23 hours, and of a day with 25.
    [{ timeZone: "Europe/Berlin" }, new Date("2026-03-29T21:59:59Z"), "29-03-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-03-29T22:00:00Z"), "30-03-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-10-25T22:59:59Z"), "25-10-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-10-25T23:00:00Z"), "26-10-2026"],
  ])("with %j puts %s on %s", async (options, from, day) => {
    expect(await requestedDay(options, from)).toBe(day);
  });

  it("is checked and exposed by the client", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const timeZone = "Europe/Berlin";
    expect(clientOf(gateway, { timeZone }).transactions.timeZone).toBe(timeZone);
    expect(clientOf(gateway).transactions.timeZone).toBe("UTC");
    expect(() => clientOf(gateway, { timeZone: "Berlin" })).toThrow(/^timeZone .*Europe\/Berlin/);
  });
});

describe("a contract override of the list", () => {
  const contract = {
    operations: { listTransactions: { fields: { page: { required: true } } } },
  } as const;

  it("adds a required field to each window", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const { transactions } = clientOf(gateway, { contract });
    await expect(transactions.list({})).rejects.toMatchObject({ field: "page" });
    const range = { from: "2026-01-01", to: "2026-01-08", page: "1" };
    for await (const _none of transactions.iterate(range)) break;
    expect(
      gateway.seen.map(({ path }) => new URL(path, "http://x").searchParams.get("page")),
    ).toEqual(["1", "1"]);
  });

  it("rejects a day that is ambiguous", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const { transactions } = clientOf(gateway, { contract: { dateFormat: "MM-DD-YYYY" } });
    await expect(transactions.list({ from: "01-08-2024" })).rejects.toThrow("ambiguous");
    await transactions.list({ from: "2024-08-01" });
    expect(gateway.seen[0]?.path).toBe("/transactions?from=08-01-2024");
  });
});

describe("transactions.iterate", () => {
  const requestedDays = (path: string): number[] => {
    const { searchParams } = new URL(path, "http://x");
    const [first, last] = ["from", "to"].map((name) => {
      const [day, month, year] = (searchParams.get(name) ?? "").split("-");
      return Date.parse(`${year}-${month}-${day}`) / 86_400_000;
    }) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  };

  it("requests each day of a year once", async () => {
    const gateway = await startGateway((response, seen) =>
      respondWith(200, [{ ...transaction, tracking_id: seen.path }])(response, seen),
    );
    const range = { from: "2024-01-01", to: "2024-12-31" };
    let taken = 0;
    for await (const { tracking_id } of clientOf(gateway).transactions.iterate(range)) {
      taken += 1;
      // The current window is the newest request: nothing is fetched ahead.
      expect(gateway.seen).toHaveLength(taken);
      expect(gateway.seen.at(-1)?.path).toBe(tracking_id);
    }
    const days = gateway.seen.flatMap(({ path }) => requestedDays(path));
    expect(days).toHaveLength(366);
    expect(days).toEqual(days.map((_, index) => Date.parse("2024-01-01") / 86_400_000 + index));
    expect(Math.max(...gateway.seen.map(({ path }) => requestedDays(path).length))).toBe(7);
  });

  it("uses windows of 7 calendar days", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const { transactions } = clientOf(gateway);
    for await (const _none of transactions.iterate({ from: "01-01-2026", to: "07-01-2026" })) break;
    expect(gateway.seen).toHaveLength(1);
    for await (const _none of transactions.iterate({ from: "01-01-2026", to: "08-01-2026" })) break;
    expect(gateway.seen.slice(1).map(({ path }) => path)).toEqual([
      "/transactions?from=01-01-2026&to=07-01-2026",
      "/transactions?from=08-01-2026&to=08-01-2026",
    ]);
  });

  it("continues after empty windows", async () => {
    const gateway = await startGateway(respondWith(200, []));
    const range = { from: new Date("2026-01-01"), to: new Date("2026-01-15") };
    const steps = clientOf(gateway).transactions.iterate(range);
    expect(await steps.next()).toEqual({ done: true, value: undefined });
    expect(gateway.seen).toHaveLength(3);
  });

  it("stops requesting when the loop ends", async () => {
    const gateway = await startGateway(respondWith(200, [transaction, transaction]));
    const range = { from: "2026-01-01", to: "2026-12-31" };
    for await (const _one of clientOf(gateway).transactions.iterate(range)) break;
    expect(gateway.seen).toHaveLength(1);
  });

  it("requests nothing before the first step", async () => {
    const gateway = await startGateway(respondWith(200, [transaction]));
    clientOf(gateway).transactions.iterate({ from: "2026-01-01", to: "2026-01-31" });
    await clientOf(gateway).transactions.list();
    expect(gateway.seen).toHaveLength(1);
  });

  it("ends when the signal aborts between windows", async () => {
    const gateway = await startGateway(respondWith(200, [transaction]));
    const stop = new AbortController();
    const range = { from: "2026-01-01", to: "2026-12-31" };
    const { signal } = stop;
    const walk = async (): Promise<void> => {
      for await (const _one of clientOf(gateway).transactions.iterate(range, { signal })) {
        stop.abort(new Error("enough"));
      }
    };
    await expect(walk()).rejects.toThrow("enough");
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([
    ["to", { from: "2026-02-01", to: "2026-01-01" }],
    ["from", { from: "2026-1-1", to: "2026-01-01" }],
    ["to", { from: "2026-01-01" }],
  ])("rejects an invalid %s", async (field, range) => {
    const gateway = await startGateway(respondWith(200, []));
    const steps = clientOf(gateway).transactions.iterate(range as { from: string; to: string });
    await expect(steps.next()).rejects.toMatchObject({ code: "invalid_argument", field });
    expect(gateway.seen).toEqual([]);
  });
});
