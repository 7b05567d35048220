import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { Entry } from "../dist/src/store/entry.js";
import { Flag } from "../dist/src/store/flag.js";
import { Hire } from "../dist/src/store/hire.js";
import { Refund } from "../dist/src/store/refund.js";
import { html } from "../dist/src/web/html.js";
import { findRefund, openWorld, paidHire, refundInReview } from "./world.js";

const canaries = ["4242424242424242", "4000000000003220", "Canary Holder", "2039", "9173"];

/** Random ports and ids, which can contain four digits of a canary by chance. */
const randomParts = /127\.0\.0\.1:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function findCanaries(value: unknown): string[] {
  const text = inspect(value, { depth: null, showHidden: true }).replaceAll(randomParts, "");
  return canaries.filter((canary) => text.includes(canary));
}

/** Collects what is printed until the test ends. */
function capturePrinted(): string[] {
  const printed: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, "write").mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    onTestFinished(() => spy.mockRestore());
  }
  return printed;
}

describe("card data", () => {
  it("is never logged, stored or returned", { timeout: 30_000 }, async () => {
    const printed = capturePrinted();
    const { customer, deskUrl, deposits, store, db, logs, dropNextResponse, flush } =
      await openWorld();
    const card = {
      card_holder: "Canary Holder",
      expiry_month: "12",
      expiry_year: "2039",
      cvv: "9173",
      card_number: "4242424242424242",
    };
    const responses: unknown[] = [];
    const hire = async (form: object) => {
      responses.push(await customer.post("/api/hires", form));
    };

    await hire({ tool: "drill", ...card });
    await hire({ tool: "drill", ...card, card_number: "4000000000003220" });
    await hire({ tool: "drill", ...card, cvv: "4242424242424242" });
    await hire({ tool: "drill", ...card, card_holder: ["Canary Holder"] });
    await hire({ tool: "4242424242424242", ...card });
    dropNextResponse("deposits");
    await hire({ tool: "drill", ...card });
    vi.spyOn(store, "addHire").mockImplementationOnce(() => {
      throw new Error(`Cannot store ${inspect(card)}`);
    });
    await hire({ tool: "drill", ...card });
    responses.push(await customer.submit("/hires", { tool: "mixer", ...card }));
    // Invalid JSON, which the parser's error messages quote.
    for (const body of ['{"cvv":9173,4242424242424242}', "4242424242424242,", '{"a":"2039']) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${deskUrl}/api/hires`, { method: "POST", headers, body });
      expect(response.status).toBe(400);
      responses.push(await response.text());
    }
    await flush();
    await deposits.close();
    await hire({ tool: "drill", ...card });

    const [hires, refunds, flags, entries] = await Promise.all([
      db.find(Hire),
      db.find(Refund),
      db.find(Flag),
      db.find(Entry),
    ]);
    // Make sure that the requests really had different outcomes.
    expect(new Set(hires.map(({ state }) => state))).toEqual(
      new Set(["paid", "challenge", "refused"]),
    );
    expect(logs.length).toBeGreaterThan(1);
    expect(entries.length).toBeGreaterThan(1);
    const outputs = [logs, printed, responses, entries, hires, refunds, flags];
    expect(outputs.flatMap(findCanaries)).toEqual([]);
  });
});

describe("the office", () => {
  it("requires its password", async () => {
    const world = await openWorld();
    const refund = await refundInReview(world, await paidHire(world, cards.good));
    expect((await world.customer.post(`/api/refunds/${refund.id}/approve`)).status).toBe(401);
    expect((await world.customer.get("/office")).status).toBe(401);
    expect(await findRefund(world, refund.id)).toMatchObject({ state: "review" });
  });

  it("rejects forms of other sites", async () => {
    const world = await openWorld();
    const refund = await refundInReview(world, await paidHire(world, cards.good));
    const form = `/office/${refund.id}/approve`;
    expect((await world.operator.submit(form, {}, "http://evil.example")).status).toBe(403);
    expect(await findRefund(world, refund.id)).toMatchObject({ state: "review" });
  });

  it("lets the operator approve a refund", async () => {
    const world = await openWorld();
    const refund = await refundInReview(world, await paidHire(world, cards.good));
    expect((await world.operator.get("/office")).text).toContain("Approve");
    const response = await world.operator.submit(`/office/${refund.id}/approve`, {});
    expect(response.status).toBe(303);
    await world.flush();
    expect(await findRefund(world, refund.id)).toMatchObject({ state: "paid" });
    expect((await world.operator.get("/office")).text).toContain("No open refunds");
  });
});

describe("the customer's pages", () => {
  it("redirect to the bank for 3DS", async () => {
    const { customer, deposits } = await openWorld();
    expect((await customer.get("/")).text).toContain('name="card_number"');
    expect((await customer.get("/style.css")).text).toContain("prefers-color-scheme: dark");
    const response = await customer.submit("/hires", { tool: "drill", ...cards.challenged });
    expect(response).toMatchObject({ status: 303 });
    expect(response.location).toContain(deposits.baseUrl);
  });

  it("return a tool and link to its refund", async () => {
    const { customer, refunds, flush } = await openWorld();
    const { location } = await customer.submit("/hires", { tool: "drill", ...cards.good });
    const path = location ?? "";
    await flush();
    expect((await customer.get(path)).text).toContain('data-state="paid"');
    const returned = await customer.submit(`${path}/return`, {});
    expect(returned.location).toContain(refunds.baseUrl);
    const { text } = await customer.get(path);
    expect(text).toContain('data-refund="waiting"');
    // The customer can leave the gateway's page and come back to it.
    expect(text).toContain(`href="${returned.location}"`);
  });

  it.each([
    ["a page", "text/html,*/*;q=0.8", "<h1>Page not found</h1>"],
    ["JSON", "*/*", '{"error":"Hire not found."}'],
  ])("report an unknown hire as %s", async (_name, accept, expected) => {
    const { deskUrl } = await openWorld();
    const response = await fetch(`${deskUrl}/hires/nothing`, { headers: { accept } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain(expected);
  });

  it("never send the number or the CVV back", async () => {
    const { customer, deposits } = await openWorld();
    const form = { tool: "drill", ...cards.good, cvv: "12345" };
    const { status, text } = await customer.submit("/hires", form);
    expect(status).toBe(422);
    expect(text).toContain('value="Ada Tester"');
    expect(text).not.toContain(cards.good.card_number);
    expect(text).not.toContain("12345");
    expect(deposits.transactions()).toEqual([]);
  });

  it("escape their values", () => {
    expect(html`<p>${`<b title="'">&`}${["<", html`<b>ok</b>`]}${undefined}</p>`.text).toBe(
      "<p>&#60;b title=&#34;&#39;&#34;&#62;&#38;&#60;<b>ok</b></p>",
    );
  });
});
