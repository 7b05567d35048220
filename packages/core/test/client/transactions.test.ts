import { describe, expect, test } from "vitest";
import type { Transaction } from "../../src/protocol/contract.generated.js";
import { answer, apiKey, clientOf, failureOf, startGateway } from "./stub-gateway.js";

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
  test.each([
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
  ])("asks for %j in one segment of the path", async (tracking_id, path) => {
    const gateway = await startGateway(answer(200, { transaction_status: "pending", more: 1 }));
    expect(await clientOf(gateway).transactions.status(tracking_id)).toEqual({
      transaction_status: "pending",
      more: 1,
    });
    expect(gateway.seen).toMatchObject([{ method: "GET", path, headers: { "x-api-key": apiKey } }]);
    expect(gateway.seen[0]?.text).toBe("");
  });

  test.each([".", "..", "", "a\r\nX-Evil: 1", "\ud800", undefined, null, 5, Promise.resolve("a")])(
    "refuses what no path can hold: %j",
    async (tracking_id) => {
      const gateway = await startGateway(answer(200, { transaction_status: "pending" }));
      await expect(
        clientOf(gateway).transactions.status(tracking_id as string),
      ).rejects.toMatchObject({ code: "invalid_argument", field: "tracking_id" });
      expect(gateway.seen).toEqual([]);
    },
  );

  test("fills {id} wherever the path has it, behind the prefix of the address", async () => {
    const gateway = await startGateway(answer(200, { transaction_status: "pending" }));
    const options = {
      baseUrl: `${gateway.url}/v2`,
      contract: { operations: { transactionStatus: { path: "/payment/{id}/status" } } },
    };
    await clientOf(gateway, options).transactions.status("a/b");
    expect(gateway.seen[0]?.path).toBe("/v2/payment/a%2Fb/status");
  });

  test.each([[], "x", 5, null, {}, { transaction_status: 5 }])(
    "an answer of %j is not one",
    async (body) => {
      const gateway = await startGateway(answer(200, JSON.stringify(body)));
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
  test("without a range asks without a query", async () => {
    const gateway = await startGateway(answer(200, [transaction]));
    expect(await clientOf(gateway).transactions.list()).toEqual([transaction]);
    expect(gateway.seen).toMatchObject([{ method: "GET", path: "/transactions" }]);
  });

  test.each([
    ["2026-01-02", "2026-01-05", "/transactions?from=02-01-2026&to=05-01-2026"],
    ["2026-01-02", "2026-01-02", "/transactions?from=02-01-2026&to=02-01-2026"],
    ["2025-12-29", "2026-01-05", "/transactions?from=29-12-2025&to=05-01-2026"],
    [
      new Date("2026-03-28T23:59:59Z"),
      new Date("2026-04-01T00:00:00Z"),
      "/transactions?from=28-03-2026&to=01-04-2026",
    ],
  ])("from %s to %s asks day first", async (from, to, path) => {
    const gateway = await startGateway(answer(200, []));
    await clientOf(gateway).transactions.list({ from, to });
    expect(gateway.seen[0]?.path).toBe(path);
  });

  test.each([
    [{ from: "01-08-2024" }, "/transactions?from=01-08-2024"],
    [{ from: "2024-08-01" }, "/transactions?from=01-08-2024"],
    [{ to: "2024-08-01" }, "/transactions?to=01-08-2024"],
    [{ from: "2024-08-01", to: undefined }, "/transactions?from=01-08-2024"],
    [{ from: "01-08-2024", to: "2024-08-02" }, "/transactions?from=01-08-2024&to=02-08-2024"],
    [{}, "/transactions"],
    [undefined, "/transactions"],
  ])("of %j sends what is given and nothing else", async (range, path) => {
    const gateway = await startGateway(answer(200, [transaction]));
    expect(await clientOf(gateway).transactions.list(range)).toEqual([transaction]);
    expect(gateway.seen[0]?.path).toBe(path);
  });

  test("days 7 apart, 8 calendar days, are accepted", async () => {
    const gateway = await startGateway(answer(200, []));
    await clientOf(gateway).transactions.list({ from: "01-01-2026", to: "2026-01-08" });
    expect(gateway.seen[0]?.path).toBe("/transactions?from=01-01-2026&to=08-01-2026");
  });

  test("days 8 apart are refused, and the way to them is named", async () => {
    const gateway = await startGateway(answer(200, []));
    const range = { from: "2026-01-01", to: "09-01-2026" };
    const error = await failureOf(clientOf(gateway).transactions.list(range));
    expect(error).toMatchObject({ code: "invalid_argument", field: "to" });
    expect(String(error)).toContain("transactions.iterate");
    expect(gateway.seen).toEqual([]);
  });

  test.each([
    ["from", { from: "1-8-2024", to: "2026-01-03" }],
    ["from", { from: "08/01/2024" }],
    ["to", { to: "30-02-2024" }],
    ["to", { from: "2026-01-02", to: "2026-02-30" }],
    ["from", { from: new Date(Number.NaN), to: "2026-01-03" }],
    ["to", { from: "2026-01-03", to: "2026-01-02" }],
    ["form", { form: "2026-01-03" }],
  ])("a wrong day names itself: %s", async (field, range) => {
    const gateway = await startGateway(answer(200, []));
    await expect(
      clientOf(gateway).transactions.list(range as { from: string; to: string }),
    ).rejects.toMatchObject({ code: "invalid_argument", field });
    expect(gateway.seen).toEqual([]);
  });

  test("a misspelled day is named, and not sent", async () => {
    const gateway = await startGateway(answer(200, []));
    const error = await failureOf(clientOf(gateway).transactions.list({ form: "x" } as object));
    expect(String(error)).toContain("Did you mean from?");
  });

  test.each([[[null]], [[5, "x"]]])("%j is passed on: its caller decides", async (body) => {
    const gateway = await startGateway(answer(200, JSON.stringify(body)));
    expect(await clientOf(gateway).transactions.list()).toEqual(body);
  });

  test.each([{}, { items: [] }, "x", null])("an answer of %j is no list", async (body) => {
    const gateway = await startGateway(answer(200, JSON.stringify(body)));
    await expect(clientOf(gateway).transactions.list()).rejects.toMatchObject({
      code: "unexpected_response",
      body,
    });
  });

  test("20,000 transactions arrive whole", async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      ...transaction,
      tracking_id: `order-${index}`,
    }));
    const gateway = await startGateway(answer(200, many));
    expect(await clientOf(gateway).transactions.list()).toEqual(many);
  });
});

describe("the gateway's time zone", () => {
  // Half past midnight in UTC, the evening before in New York, the afternoon in Kiritimati.
  const date = new Date("2026-01-02T00:30:00Z");
  const dayAsked = async (options: object, from: Date): Promise<string | undefined> => {
    const gateway = await startGateway(answer(200, []));
    const { transactions } = clientOf(gateway, options);
    await transactions.list({ from });
    for await (const _none of transactions.iterate({ from, to: from })) break;
    const days = gateway.seen.map(({ path }) => path.slice(-10));
    expect(days[0]).toBe(days[1]);
    return days[0];
  };

  test.each([
    [{}, date, "02-01-2026"],
    [{ timeZone: "America/New_York" }, date, "01-01-2026"],
    [{ timeZone: "Pacific/Kiritimati" }, new Date("2026-01-01T10:00:00Z"), "02-01-2026"],
    [{ contract: { timeZone: "America/New_York" } }, date, "01-01-2026"],
    [{ timeZone: "UTC", contract: { timeZone: "America/New_York" } }, date, "02-01-2026"],
    // The last hour of a day of 23 hours, and the last one of a day of 25.
    [{ timeZone: "Europe/Berlin" }, new Date("2026-03-29T21:59:59Z"), "29-03-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-03-29T22:00:00Z"), "30-03-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-10-25T22:59:59Z"), "25-10-2026"],
    [{ timeZone: "Europe/Berlin" }, new Date("2026-10-25T23:00:00Z"), "26-10-2026"],
  ])("%j puts %s on %s", async (options, from, day) => {
    expect(await dayAsked(options, from)).toBe(day);
  });

  test("is reported by the client, and checked", async () => {
    const gateway = await startGateway(answer(200, []));
    const timeZone = "Europe/Berlin";
    expect(clientOf(gateway, { timeZone }).transactions.timeZone).toBe(timeZone);
    expect(clientOf(gateway).transactions.timeZone).toBe("UTC");
    expect(() => clientOf(gateway, { timeZone: "Berlin" })).toThrow(/^timeZone: .*Europe\/Berlin/);
  });
});

describe("a contract override of the list", () => {
  const contract = {
    operations: { listTransactions: { fields: { page: { required: true } } } },
  } as const;

  test("sends a field that it adds with each window, and demands it", async () => {
    const gateway = await startGateway(answer(200, []));
    const { transactions } = clientOf(gateway, { contract });
    await expect(transactions.list({})).rejects.toMatchObject({ field: "page" });
    const range = { from: "2026-01-01", to: "2026-01-08", page: "1" };
    for await (const _none of transactions.iterate(range)) break;
    expect(
      gateway.seen.map(({ path }) => new URL(path, "http://x").searchParams.get("page")),
    ).toEqual(["1", "1"]);
  });

  test("refuses a day that its format and the documented one read differently", async () => {
    const gateway = await startGateway(answer(200, []));
    const { transactions } = clientOf(gateway, { contract: { dateFormat: "MM-DD-YYYY" } });
    await expect(transactions.list({ from: "01-08-2024" })).rejects.toThrow("ambiguous");
    await transactions.list({ from: "2024-08-01" });
    expect(gateway.seen[0]?.path).toBe("/transactions?from=08-01-2024");
  });
});

describe("transactions.iterate", () => {
  const daysAsked = (path: string): number[] => {
    const { searchParams } = new URL(path, "http://x");
    const [first, last] = ["from", "to"].map((name) => {
      const [day, month, year] = (searchParams.get(name) ?? "").split("-");
      return Date.parse(`${year}-${month}-${day}`) / 86_400_000;
    }) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  };

  test("asks a year's days in order, each once, one window at a time", async () => {
    const gateway = await startGateway((response, seen) =>
      answer(200, [{ ...transaction, tracking_id: seen.path }])(response, seen),
    );
    const range = { from: "2024-01-01", to: "2024-12-31" };
    let taken = 0;
    for await (const { tracking_id } of clientOf(gateway).transactions.iterate(range)) {
      taken += 1;
      // The window just taken is the newest one asked for: nothing is fetched ahead.
      expect(gateway.seen).toHaveLength(taken);
      expect(gateway.seen.at(-1)?.path).toBe(tracking_id);
    }
    const days = gateway.seen.flatMap(({ path }) => daysAsked(path));
    expect(days).toHaveLength(366);
    expect(days).toEqual(days.map((_, index) => Date.parse("2024-01-01") / 86_400_000 + index));
    expect(Math.max(...gateway.seen.map(({ path }) => daysAsked(path).length))).toBe(7);
  });

  test("cuts days 7 apart into windows of 7 calendar days", async () => {
    const gateway = await startGateway(answer(200, []));
    const { transactions } = clientOf(gateway);
    for await (const _none of transactions.iterate({ from: "01-01-2026", to: "07-01-2026" })) break;
    expect(gateway.seen).toHaveLength(1);
    for await (const _none of transactions.iterate({ from: "01-01-2026", to: "08-01-2026" })) break;
    expect(gateway.seen.slice(1).map(({ path }) => path)).toEqual([
      "/transactions?from=01-01-2026&to=07-01-2026",
      "/transactions?from=08-01-2026&to=08-01-2026",
    ]);
  });

  test("goes on over windows without a transaction", async () => {
    const gateway = await startGateway(answer(200, []));
    const range = { from: new Date("2026-01-01"), to: new Date("2026-01-15") };
    const steps = clientOf(gateway).transactions.iterate(range);
    expect(await steps.next()).toEqual({ done: true, value: undefined });
    expect(gateway.seen).toHaveLength(3);
  });

  test("stops asking when the loop is left", async () => {
    const gateway = await startGateway(answer(200, [transaction, transaction]));
    const range = { from: "2026-01-01", to: "2026-12-31" };
    for await (const _one of clientOf(gateway).transactions.iterate(range)) break;
    expect(gateway.seen).toHaveLength(1);
  });

  test("asks nothing before the first step", async () => {
    const gateway = await startGateway(answer(200, [transaction]));
    clientOf(gateway).transactions.iterate({ from: "2026-01-01", to: "2026-01-31" });
    await clientOf(gateway).transactions.list();
    expect(gateway.seen).toHaveLength(1);
  });

  test("ends with the signal's reason when the caller gives up between windows", async () => {
    const gateway = await startGateway(answer(200, [transaction]));
    const giveUp = new AbortController();
    const range = { from: "2026-01-01", to: "2026-12-31" };
    const { signal } = giveUp;
    const walk = async (): Promise<void> => {
      for await (const _one of clientOf(gateway).transactions.iterate(range, { signal })) {
        giveUp.abort(new Error("enough"));
      }
    };
    await expect(walk()).rejects.toThrow("enough");
    expect(gateway.seen).toHaveLength(1);
  });

  test.each([
    ["to", { from: "2026-02-01", to: "2026-01-01" }],
    ["from", { from: "2026-1-1", to: "2026-01-01" }],
    ["to", { from: "2026-01-01" }],
  ])("a wrong range names its %s", async (field, range) => {
    const gateway = await startGateway(answer(200, []));
    const steps = clientOf(gateway).transactions.iterate(range as { from: string; to: string });
    await expect(steps.next()).rejects.toMatchObject({ code: "invalid_argument", field });
    expect(gateway.seen).toEqual([]);
  });
});
