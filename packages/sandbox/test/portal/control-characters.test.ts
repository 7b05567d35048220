import { describe, expect, it } from "vitest";
import { createVisitor } from "./visitor.js";

const hostile = "\u0000\u0007\u001b[31m\u007f\u009b2J";
const shown = "\u2400\u2407\u241b[31m\u2421\ufffd2J";

describe("a control character", () => {
  it("is visible in a notice", async () => {
    const { sandbox } = await createVisitor();
    const cookie = `sandbox_portal_notice=${encodeURIComponent(hostile)}`;
    const response = await sandbox.fetch("/portal/clock", { headers: { cookie } });
    expect(await response.text()).toContain(`role="status">${shown}</p>`);
    await sandbox.close();
  });

  it("is visible in a rejected form", async () => {
    const { sandbox, send } = await createVisitor();
    for (const fields of [{ plan: hostile }, { omitNewest: hostile, plan: `${hostile}\t\r\n` }]) {
      const { html } = await send(`chaos/${"omitNewest" in fields ? "apply" : "replay"}`, fields);
      expect(html).toContain(shown);
      expect(html).not.toMatch(/[^\P{Cc}\t\r\n]/u);
    }
    await sandbox.close();
  });

  it("is visible in a receiver's response", async () => {
    const visitor = await createVisitor();
    const { sandbox, read } = visitor;
    visitor.respondWith(() => new Response(hostile, { status: 500 }));
    const order = { tracking_id: "o", user_id: "u", currency: "EUR", amount: "1.00" };
    await visitor.call("POST", "/payouts/request", { request: order });
    sandbox.account().setWebhookUrl("http://shop.test/");
    await sandbox.flush();
    await sandbox.runUntilIdle();
    const [attempt] = sandbox.deliveries();
    expect(await read(`deliveries/${attempt?.deliveryId}`)).toContain(shown);
    await sandbox.close();
  });
});
