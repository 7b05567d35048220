import { describe, expect, it } from "vitest";
import { createMerchant, openCheckout } from "./merchant.js";
import { portalPages } from "../src/portal/portal-pages.js";

/** The sandbox's color, which the real gateway does not use. */
const amber = "#ffc247";

async function iconOf(html: string, read: (url: string) => Promise<string>): Promise<string> {
  const address = /<link\s+rel="icon"[^>]*href="([^"]+)"/.exec(html)?.[1] ?? "";
  return address.startsWith("data:") ? decodeURIComponent(address) : read(address);
}

describe("sandbox branding", () => {
  it("marks the title, icon and banner of every page", async () => {
    const merchant = await createMerchant();
    const { sandbox } = merchant;
    const read = async (url: string): Promise<string> =>
      (await sandbox.fetch(url, { headers: { accept: "text/html" } })).text();
    const url = await openCheckout(merchant);
    const pages = [
      url,
      `${url}/northbank`,
      `${url}/cardo`,
      url.replace("cashier", "result"),
      "/",
      "/unknown",
      "/cashier/unknown",
      "/portal/unknown",
      ...portalPages.map(({ path }) => `/portal/${path}`),
    ];
    const shown = await Promise.all(pages.map(read));
    const card = { card_number: "4000000000003220", card_holder: "x", expiry: "12/30", cvv: "123" };
    await merchant.submit(`${url}/cardo`, { action: "pay", ...card });
    shown.push(await read(url.replace("cashier", "challenge")));
    for (const html of shown) {
      expect(/<title>([^<]*)/.exec(html)?.[1]).toMatch(/^SANDBOX · \S/);
      expect(html).toMatch(/<strong>SANDBOX<\/strong>\s*<span>No real money moves here/);
      expect(await iconOf(html, read)).toContain(amber);
    }
  });
});
