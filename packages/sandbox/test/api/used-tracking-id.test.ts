import { describe, expect, it, onTestFinished } from "vitest";
import type { SandboxOptions, UsedTrackingId } from "../../src/index.js";
import { card, createMerchant, order } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

async function merchantWith(usedTrackingId: UsedTrackingId, options: SandboxOptions = {}) {
  const merchant = await createMerchant({ usedTrackingId, ...options });
  onTestFinished(() => merchant.sandbox.close());
  return merchant;
}

const open = (fields: Record<string, unknown> = {}) => ({ request: order(fields) });

describe("usedTrackingId", () => {
  it.each([
    ["conflict", 409],
    ["rejected", 422],
  ] as const)("%s responds with %i and opens nothing", async (used, status) => {
    const merchant = await merchantWith(used);
    for (const path of ["/payments/hosted", "/payouts/request"]) {
      await merchant.call("POST", path, open({ tracking_id: path }));
      expect(await merchant.call("POST", path, open({ tracking_id: path }))).toMatchObject({
        status,
        body: { field: "tracking_id" },
      });
    }
    expect(merchant.sandbox.transactions()).toHaveLength(2);
  });

  it("returns-first repeats the response and opens nothing", async () => {
    const merchant = await merchantWith("returns-first");
    const first = await merchant.call("POST", "/payments/hosted", open());
    expect(await merchant.call("POST", "/payments/hosted", open({ amount: "1.00" }))).toEqual(
      first,
    );
    expect(merchant.sandbox.transactions().map(({ amount }) => amount)).toEqual(["200.00"]);
  });

  it("returns-first does not charge a card again", async () => {
    const merchant = await merchantWith("returns-first");
    const path = "/payments/server-to-server";
    const first = await merchant.call("POST", path, open(card()));
    const declined = card({ card_number: "4000000000000002" });
    expect(await merchant.call("POST", path, open(declined))).toEqual(first);
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.transactions()).toMatchObject([{ status: "successful" }]);
  });

  it("creates-second opens a second transaction", async () => {
    const merchant = await merchantWith("creates-second");
    const first = await merchant.call("POST", "/payouts/request", open());
    const second = await merchant.call("POST", "/payouts/request", open());
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body["url"]).not.toBe(first.body["url"]);
    const [one, other] = merchant.sandbox.transactions();
    expect([one?.tracking_id, other?.tracking_id]).toEqual(["order-1", "order-1"]);
    expect(one?.transaction_id).not.toBe(other?.transaction_id);
  });

  it("creates-second shows the status of the first", async () => {
    const merchant = await merchantWith("creates-second");
    const path = "/payments/server-to-server";
    await merchant.call("POST", path, open(card({ card_number: "4000000000000002" })));
    await merchant.call("POST", path, open(card()));
    await merchant.sandbox.runUntilIdle();
    expect(merchant.sandbox.transactions().map(({ status }) => status)).toEqual([
      "rejected",
      "successful",
    ]);
    expect((await merchant.call("GET", "/transactions/order-1")).body).toMatchObject({
      transaction_status: "rejected",
    });
  });

  it("creates-second keeps its file readable without the option", async () => {
    const file = await temporaryFile();
    const merchant = await merchantWith("creates-second", { file });
    await merchant.call("POST", "/payments/hosted", open());
    await merchant.call("POST", "/payments/hosted", open());
    await merchant.sandbox.close();
    const reopened = await merchantWith("conflict", { file });
    expect(reopened.sandbox.transactions()).toHaveLength(2);
    expect(await reopened.call("POST", "/payments/hosted", open())).toMatchObject({ status: 409 });
  });
});
