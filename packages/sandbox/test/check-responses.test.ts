import { describe, expect, it } from "vitest";
import { responseProblems, checkResponses, webhookProblems } from "./check-responses.js";

const row = {
  transaction_id: "t",
  user_id: "u",
  tracking_id: "order-1",
  status: "pending",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

const check = (method: string, url: string, body: unknown, init: ResponseInit = {}) =>
  responseProblems({ method, url }, Response.json(body, init));

describe("a response", () => {
  it("within the contract has no problems", async () => {
    expect(await check("GET", "/transactions", [row])).toEqual([]);
    expect(await check("GET", "/transactions?from=01-01-2026", [])).toEqual([]);
    expect(await check("POST", "http://localhost/payments/hosted", { url: "x" })).toEqual([]);
    expect(await check("POST", "/payouts/reject", { message: "No" }, { status: 409 })).toEqual([]);
  });

  it("of a page is not checked", async () => {
    expect(
      await responseProblems({ method: "GET", url: "/cashier/x" }, new Response("<p>")),
    ).toEqual([]);
  });

  it.each([
    ["a field of another type", "GET", "/transactions", [{ ...row, amount: 200 }]],
    ["a field missing", "GET", "/transactions", [{ ...row, amount: undefined }]],
    ["an unknown field", "GET", "/transactions", [{ ...row, stage: "open" }]],
    ["another shape", "GET", "/transactions", { items: [] }],
    ["an empty URL", "POST", "/payments/direct", { url: "" }],
    ["an unexpected field", "POST", "/payouts/reject", { transaction_status: "rejected" }],
    ["a malformed amount", "GET", "/transactions", [{ ...row, amount: "2e2" }]],
  ])("with %s is reported", async (_, method, url, body) => {
    expect(await check(method, url, body)).toHaveLength(1);
  });

  it("with an unknown status is reported", async () => {
    expect(await check("GET", "/transactions", [], { status: 201 })).toEqual([
      "the status 201 is not in the contract",
    ]);
  });

  it("with another content type is reported", async () => {
    const response = new Response("[]", { headers: { "content-type": "text/html" } });
    expect(await responseProblems({ method: "GET", url: "/transactions" }, response)).toEqual([
      "the content type is text/html",
    ]);
  });

  it("remains readable for the caller", async () => {
    const problems: string[] = [];
    const send = checkResponses(
      async () => Response.json({ url: 5 }),
      (problem) => problems.push(problem),
    );
    const response = await send("http://localhost/payments/hosted", { method: "POST" });
    expect(await response.json()).toEqual({ url: 5 });
    expect(problems).toEqual([
      expect.stringMatching(/^POST .* responded with 200: \/url must be string/),
    ]);
  });
});

it("checks the body of a webhook", () => {
  expect(webhookProblems(JSON.stringify(row))).toEqual([]);
  expect(webhookProblems(JSON.stringify({ ...row, tracking_id: "" }))).toHaveLength(1);
  expect(webhookProblems("[]")).toHaveLength(1);
});
