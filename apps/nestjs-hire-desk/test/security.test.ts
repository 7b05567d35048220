// @ts-check
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { cards } from "../demo/person.js";
import { html } from "../dist/web/html.js";
import { readSettings } from "../dist/settings/read-settings.js";
import { openWorld, paidHire, refundInReview } from "./world.js";

const canaries = ["4242424242424242", "4000000000003220", "Canary Holder", "2039", "9173"];

/** Ports and ids drawn at random may hold four digits by chance. */
const drawn = /127\.0\.0\.1:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function seenIn(part: unknown) {
  const text = inspect(part, { depth: null, showHidden: true }).replaceAll(drawn, "");
  return canaries.filter((canary) => text.includes(canary));
}

describe("a card", () => {
  test("is in no log, no book and no answer, whatever happens to it", async () => {
    const printed = [];
    for (const stream of [process.stdout, process.stderr]) {
      const spy = vi.spyOn(stream, "write").mockImplementation((text) => {
        printed.push(String(text));
        return true;
      });
      onTestFinished(() => spy.mockRestore());
    }
    const { customer, deskUrl, deposits, books, ledger, logs, loseNextAnswer, settle } =
      await openWorld();
    const card = { card_holder: "Canary Holder", expiry_month: "12", expiry_year: "2039" };
    const secret = { ...card, cvv: "9173", card_number: "4242424242424242" };
    const answers = [];
    const hire = async (form) => answers.push(await customer.post("/api/hires", form));

    await hire({ tool: "drill", ...secret });
    await hire({ tool: "drill", ...secret, card_number: "4000000000003220" });
    await hire({ tool: "drill", ...secret, cvv: "4242424242424242" });
    await hire({ tool: "drill", ...secret, card_holder: ["Canary Holder"] });
    await hire({ tool: "4242424242424242", ...secret });
    loseNextAnswer("deposits");
    await hire({ tool: "drill", ...secret });
    vi.spyOn(books, "addHire").mockImplementationOnce(() => {
      throw new Error(`no room for ${inspect(secret)}`);
    });
    await hire({ tool: "drill", ...secret });
    answers.push(await customer.submit("/hires", { tool: "mixer", ...secret }));
    // Not JSON: the parser's own words would quote it.
    for (const body of ['{"cvv":9173,4242424242424242}', "4242424242424242,", '{"a":"2039']) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${deskUrl}/api/hires`, { method: "POST", headers, body });
      expect(answer.status).toBe(400);
      answers.push(await answer.text());
    }
    await settle();
    await deposits.close();
    await hire({ tool: "drill", ...secret });

    const { hires, refunds, flags } = books;
    // It was really tried: paid, asked, lost, failed.
    expect(new Set([...hires.values()].map(({ state }) => state))).toEqual(
      new Set(["paid", "challenge", "refused"]),
    );
    expect(logs.length).toBeGreaterThan(1);
    expect(ledger.entries().length).toBeGreaterThan(1);
    const kept = [logs, printed, answers, ledger.entries(), hires, refunds, flags];
    expect(kept.flatMap(seenIn)).toEqual([]);
  }, 30_000);
});

describe("the office", () => {
  test("is closed without its password, and to forms of other sites", async () => {
    const world = await openWorld();
    const refund = await refundInReview(world, await paidHire(world, cards.good));
    const path = `/api/refunds/${refund?.id}/approve`;
    expect((await world.customer.post(path)).status).toBe(401);
    expect((await world.customer.get("/office")).status).toBe(401);
    const form = `/office/${refund?.id}/approve`;
    expect((await world.operator.submit(form, {}, "http://evil.example")).status).toBe(403);
    expect(refund).toMatchObject({ state: "review" });

    expect((await world.operator.get("/office")).text).toContain("Approve");
    expect((await world.operator.submit(form, {})).status).toBe(303);
    await world.settle();
    expect(refund).toMatchObject({ state: "paid" });
    expect((await world.operator.get("/office")).text).toContain("Nothing waits");
  });
});

describe("the pages", () => {
  test("take a card, send to the bank where it asks, and bring the deposit back", async () => {
    const world = await openWorld();
    const { customer } = world;
    expect((await customer.get("/")).text).toContain('name="card_number"');
    expect((await customer.get("/style.css")).text).toContain("prefers-color-scheme: dark");
    const asked = await customer.submit("/hires", { tool: "drill", ...cards.challenged });
    expect(asked).toMatchObject({ status: 303 });
    expect(asked.location).toContain(world.deposits.baseUrl);

    const paid = await customer.submit("/hires", { tool: "drill", ...cards.good });
    await world.settle();
    expect((await customer.get(paid.location ?? "")).text).toContain('data-state="paid"');
    const back = await customer.submit(`${paid.location}/return`, {});
    expect(back.location).toContain(world.refunds.baseUrl);
    const page = (await customer.get(paid.location ?? "")).text;
    expect(page).toContain('data-refund="waiting"');
    // Who walks away from the gateway's page finds it again.
    expect(page).toContain(`href="${back.location}"`);
  });

  test("escape what they show", () => {
    expect(html`<p>${`<b title="'">&`}${["<", html`<b>ok</b>`]}${undefined}</p>`.text).toBe(
      "<p>&#60;b title=&#34;&#39;&#34;&#62;&#38;&#60;<b>ok</b></p>",
    );
  });
});

test("settings that are missing are named all at once", () => {
  expect(() => readSettings({ PORT: "x", DEPOSITS_API_KEY: "k" })).toThrow(
    [
      "NUMIPAY_BASE_URL is not set.",
      "DEPOSITS_SIGNATURE_PASSWORD is not set.",
      "REFUNDS_API_KEY is not set.",
      "REFUNDS_SIGNATURE_PASSWORD is not set.",
      "PORT is no port.",
    ].join("\n"),
  );
});
