import { describe, expect, it } from "vitest";
import { card, confirmPayout, createMerchant, openCheckout, order } from "../merchant.js";

/** The statuses sent in each of the four flows. The last page is left undecided. */
async function statusesFor(pendingWebhook: "on-submit" | "on-open" | "never") {
  const merchant = await createMerchant({ pendingWebhook });
  const { sandbox } = merchant;
  const take = async () => {
    await sandbox.flush();
    return merchant.received.splice(0).map(({ body }) => {
      const { tracking_id, status } = JSON.parse(body) as Record<string, string>;
      return `${tracking_id} ${status}`;
    });
  };
  const url = await openCheckout(merchant, { tracking_id: "paid" });
  const afterOpening = await take();
  await merchant.submit(`${url}/northbank`, { action: "pay" });
  await confirmPayout(merchant, { tracking_id: "out" });
  const request = order({ ...card({ card_number: "4000000000003220" }), tracking_id: "card" });
  await merchant.call("POST", "/payments/server-to-server", { request });
  const afterDeciding = await take();
  await openCheckout(merchant, { tracking_id: "left" });
  await sandbox.runUntilIdle();
  return { afterOpening, afterDeciding, atLast: await take() };
}

describe("pendingWebhook", () => {
  it("on-submit sends it when the customer submits", async () => {
    expect(await statusesFor("on-submit")).toEqual({
      afterOpening: [],
      afterDeciding: ["paid pending", "paid successful", "out pending", "card pending"],
      atLast: ["card expired", "left expired"],
    });
  });

  it("on-open sends it when the transaction is opened", async () => {
    expect(await statusesFor("on-open")).toEqual({
      afterOpening: ["paid pending"],
      afterDeciding: ["paid successful", "out pending", "card pending"],
      atLast: ["left pending", "card expired", "left expired"],
    });
  });

  it("never sends only results", async () => {
    expect(await statusesFor("never")).toEqual({
      afterOpening: [],
      afterDeciding: ["paid successful"],
      atLast: ["card expired", "left expired"],
    });
  });
});
