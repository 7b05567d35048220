import { describe, expect, it } from "vitest";
import { answerProblems, holdToContract, webhookProblems } from "./hold-to-contract.js";

const row = {
  transaction_id: "t",
  user_id: "u",
  tracking_id: "order-1",
  status: "pending",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

const ask = (method: string, url: string, body: unknown, init: ResponseInit = {}) =>
  answerProblems({ method, url }, Response.json(body, init));

describe("an answer", () => {
  it("within the contract has no problem", async () => {
    expect(await ask("GET", "/transactions", [row])).toEqual([]);
    expect(await ask("GET", "/transactions?from=01-01-2026", [])).toEqual([]);
    expect(await ask("POST", "http://localhost/payments/hosted", { url: "x" })).toEqual([]);
    expect(await ask("POST", "/payouts/reject", { message: "No" }, { status: 409 })).toEqual([]);
  });

  it("of a page is nobody's business", async () => {
    expect(await answerProblems({ method: "GET", url: "/cashier/x" }, new Response("<p>"))).toEqual(
      [],
    );
  });

  it.each([
    ["a field of another type", "GET", "/transactions", [{ ...row, amount: 200 }]],
    ["a field missing", "GET", "/transactions", [{ ...row, amount: undefined }]],
    ["a field that is not in the contract", "GET", "/transactions", [{ ...row, stage: "open" }]],
    ["another shape", "GET", "/transactions", { items: [] }],
    ["an empty URL", "POST", "/payments/direct", { url: "" }],
    ["more than nothing", "POST", "/payouts/reject", { transaction_status: "rejected" }],
    ["a malformed amount", "GET", "/transactions", [{ ...row, amount: "2e2" }]],
  ])("with %s is told", async (_, method, url, body) => {
    expect(await ask(method, url, body)).toHaveLength(1);
  });

  it("with a status that is not in the contract is told", async () => {
    expect(await ask("GET", "/transactions", [], { status: 201 })).toEqual([
      "the status 201 is not in the contract",
    ]);
  });

  it("that is no JSON is told", async () => {
    const answer = new Response("[]", { headers: { "content-type": "text/html" } });
    expect(await answerProblems({ method: "GET", url: "/transactions" }, answer)).toEqual([
      "the content type is text/html",
    ]);
  });

  it("is still there for the caller", async () => {
    const told: string[] = [];
    const send = holdToContract(
      async () => Response.json({ url: 5 }),
      (problem) => told.push(problem),
    );
    const answer = await send("http://localhost/payments/hosted", { method: "POST" });
    expect(await answer.json()).toEqual({ url: 5 });
    expect(told).toEqual([expect.stringMatching(/^POST .* answered 200: \/url must be string/)]);
  });
});

it("tells a webhook's body that is not the contract's", () => {
  expect(webhookProblems(JSON.stringify(row))).toEqual([]);
  expect(webhookProblems(JSON.stringify({ ...row, tracking_id: "" }))).toHaveLength(1);
  expect(webhookProblems("[]")).toHaveLength(1);
});
