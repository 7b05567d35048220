import { beforeEach, describe, expect, it } from "vitest";
import { openCheckout, order } from "../../merchant.js";
import { createVisitor, textOf, type Visitor } from "../visitor.js";

let visitor: Visitor;
beforeEach(async () => {
  visitor = await createVisitor();
});

async function pay(trackingId = "order-1"): Promise<void> {
  const url = await openCheckout(visitor, { tracking_id: trackingId });
  await visitor.submit(`${url}/northbank`, { action: "pay" });
}

/** Each delivery in the list: tracking id, state and event. */
async function listed(query = ""): Promise<string[]> {
  const html = await visitor.read(`deliveries${query}`);
  const [, body = ""] = /<tbody[^>]*>([^]*)<\/tbody>/.exec(html) ?? [];
  return body
    .split("</tr>")
    .slice(0, -1)
    .map((row) =>
      [/row-link[^>]*>([^<]+)</, /badge \w+">([^<]+)</]
        .map((pattern) => pattern.exec(row)?.[1]?.trim())
        .concat(/event (\w+)/.exec(row)?.[1])
        .join(" "),
    );
}

const lastDelivery = () => visitor.sandbox.deliveries().at(-1)?.deliveryId ?? "";

describe("the list", () => {
  it("shows the webhook URL, or how to set it", async () => {
    expect(textOf(await visitor.read("deliveries"))).toContain("http://shop.test/webhooks/numipay");
    visitor.sandbox.setWebhookUrl(undefined);
    const page = await visitor.read("deliveries");
    expect(page).toContain("Set the webhook URL");
    expect(page).toContain('href="/portal/accounts"');
  });

  it("lists and filters deliveries by state", async () => {
    await pay("first");
    await visitor.sandbox.flush();
    visitor.respondWith(() => new Response(null, { status: 500 }));
    await pay("second");
    await visitor.sandbox.flush();
    await pay("third");
    expect(await listed()).toEqual([
      "third waiting successful",
      "third waiting pending",
      "second retrying successful",
      "second retrying pending",
      "first delivered successful",
      "first delivered pending",
    ]);
    expect(await listed("?state=delivered")).toHaveLength(2);
    expect(await listed("?state=retrying")).toHaveLength(2);
    await visitor.sandbox.advance("75m");
    expect(await listed("?state=given-up")).toHaveLength(4);
    expect(await visitor.read("deliveries?state=dropped")).toContain(
      "No delivery of this account is dropped by chaos.",
    );
  });

  it("lists the deliveries of one mode", async () => {
    await pay("test");
    const { body } = await visitor.call(
      "POST",
      "/payments/hosted",
      { request: order({ tracking_id: "live" }) },
      visitor.sandbox.liveApiKey,
    );
    await visitor.submit(`${String(body["url"])}/northbank`, { action: "pay" });
    expect(await listed("?mode=live")).toEqual(["live waiting successful", "live waiting pending"]);
    expect(await listed("?mode=test")).toEqual(["test waiting successful", "test waiting pending"]);
    const html = await visitor.read("deliveries?mode=live&state=delivered");
    expect(textOf(html)).toContain("No live delivery of this account is delivered.");
  });

  it("continues on the next page if matches are rare", async () => {
    for (let number = 1; number <= 260; number += 1) await pay(`order-${number}`);
    const html = await visitor.read("deliveries?mode=live");
    expect(textOf(html)).toContain("Continue with older deliveries.");
    const next = /href="\/portal\/deliveries(\?[^"]*)" rel="next"/.exec(html)?.[1] ?? "";
    const last = await visitor.read(`deliveries${next.replaceAll("&amp;", "&")}`);
    expect(textOf(last)).toContain("No live delivery of this account exists.");
  });

  it("has pages", async () => {
    for (let number = 1; number <= 30; number += 1) await pay(`order-${number}`);
    const html = await visitor.read("deliveries");
    const next = /href="\/portal\/deliveries(\?[^"]*)" rel="next"/.exec(html)?.[1] ?? "";
    expect([(await listed()).length, (await listed(next)).length]).toEqual([50, 10]);
  });
});

describe("a delivery's page", () => {
  it("shows request and response byte for byte", async () => {
    visitor.respondWith(
      () => new Response("no <b>such</b> order", { status: 404, headers: { "x-shop": "teapot" } }),
    );
    await pay();
    await visitor.sandbox.flush();
    const html = await visitor.read(`deliveries/${lastDelivery()}`);
    const text = textOf(html).replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const sent = visitor.received.at(-1);
    for (const words of [
      sent?.body ?? "",
      sent?.signature ?? "",
      "content-type: application/json",
      "HTTP 404",
      "x-shop: teapot",
      "no <b>such</b> order",
      "in 5 min",
      "on the sandbox's clock",
      "1 Jan 00:05:00",
    ]) {
      expect(text).toContain(words);
    }
    expect(html).not.toContain("<b>such</b>");
  });

  it("shows a connection error", async () => {
    visitor.respondWith(() => {
      throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
    });
    await pay();
    await visitor.sandbox.flush();
    const text = textOf(await visitor.read(`deliveries/${lastDelivery()}`));
    expect(text).toContain("No response: fetch failed: connect ECONNREFUSED");
  });

  it("lists attempts, with the newest open", async () => {
    visitor.respondWith(() => new Response(null, { status: 500 }));
    await pay();
    await visitor.sandbox.advance("10m");
    const html = await visitor.read(`deliveries/${lastDelivery()}`);
    const attempts = [...html.matchAll(/data-key="attempt-(\d+)"([^>]*)>/g)];
    expect(attempts.map(([, number, rest]) => [number, rest?.includes("open")])).toEqual([
      ["3", true],
      ["2", false],
      ["1", false],
    ]);
  });

  it("resends a failed delivery", async () => {
    visitor.respondWith(() => new Response(null, { status: 500 }));
    await pay();
    await visitor.sandbox.advance("2h");
    const id = lastDelivery();
    expect(await visitor.read(`deliveries/${id}`)).toContain(">failed<");
    visitor.respondWith(() => new Response(null, { status: 204 }));
    expect(await visitor.post(`deliveries/${id}/resend`)).toContain("Resent.");
    await visitor.sandbox.flush();
    const text = textOf(await visitor.read(`deliveries/${id}`));
    expect(text).toContain("delivered");
    expect(text).toMatch(/Attempt 16 HTTP 204 resent/);
  });

  it("shows the injected fault", async () => {
    visitor.sandbox.setChaos({ seed: "storm", deliveries: { tamper: 1 } });
    await pay();
    await visitor.sandbox.flush();
    const pages = await Promise.all(
      visitor.sandbox
        .deliveries()
        .map(({ deliveryId }) => visitor.read(`deliveries/${deliveryId}`)),
    );
    expect(pages.some((page) => page.includes("chaos: tamper"))).toBe(true);
  });

  it("redirects to its own account", async () => {
    const other = visitor.sandbox.createAccount({
      merchantName: "Night Trains",
      webhookUrl: "http://night.test/",
    });
    const { body } = await visitor.call(
      "POST",
      "/payments/hosted",
      { request: { tracking_id: "n", user_id: "u", currency: "EUR", amount: "5.00" } },
      other.apiKey,
    );
    await visitor.submit(`${String(body["url"])}/northbank`, { action: "pay" });
    await visitor.sandbox.flush();
    const id = lastDelivery();
    const response = await visitor.page(`${visitor.sandbox.baseUrl}/portal/deliveries/${id}`);
    expect(response.headers.get("location")).toBe(
      `/portal/deliveries/${id}?account=${other.accountId}`,
    );
  });
});
