import { readFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, openCheckout, type Merchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

const cardNumber = "4242429817263545";
const fields = { action: "pay", card_number: cardNumber, card_holder: "Ada Tester", cvv: "9173" };
const valid = { ...fields, expiry: "12 / 30" };
const wrong = { action: "pay", card_number: "12", card_holder: " ", expiry: "13/30", cvv: "x" };

async function cardPage() {
  const file = await temporaryFile();
  const merchant = await createMerchant({ file });
  onTestFinished(() => merchant.sandbox.close());
  const url = `${await openCheckout(merchant)}/cardo`;
  return { merchant, url, file };
}

/** Submits a form and follows the redirect, as a browser does. */
async function submit(merchant: Merchant, url: string, form: Record<string, string>) {
  const response = await merchant.submit(url, form);
  const cookie = response.headers.getSetCookie()[0] ?? "";
  const location = new URL(response.headers.get("location") ?? "", url).href;
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const page = await merchant.fetch(location, { headers, redirect: "manual" });
  return { response, cookie, location, page, html: await page.text() };
}

const inputOf = (html: string, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? "";

describe("a rejected card form", () => {
  it("redirects to its page", async () => {
    const { merchant, url } = await cardPage();
    const { response, location, page } = await submit(merchant, url, wrong);
    expect([response.status, page.status]).toEqual([303, 200]);
    expect(location).toBe(`${url}?problems=card_number,card_holder,expiry,cvv`);
    expect(merchant.sandbox.transactions()[0]?.stage).toBe("open");
  });

  it.each([
    ["card_number", "4242", "Enter a card number of 12 to 19 digits."],
    ["card_holder", " ", "Enter the name on the card."],
    ["expiry", "13/30", "Enter month and year, such as 12 / 30."],
    ["expiry", "12/300", "Enter month and year, such as 12 / 30."],
    ["cvv", "12", "Enter a CVV of three or four digits."],
  ])("shows a problem at its field: %s %j", async (name, value, message) => {
    const { merchant, url } = await cardPage();
    const { html } = await submit(merchant, url, { ...valid, [name]: value });
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
    expect(inputOf(html, name)).toMatch(
      new RegExp(`aria-describedby="${name}-note"\\s+aria-invalid="true"\\s+autofocus`),
    );
    expect(html).toContain(`id="${name}-note">${message}</p>`);
    expect(html).toContain(`<a href="#${name}">${message}</a>`);
    expect(html).toContain("<title>SANDBOX · Error: Pay with Cardo</title>");
  });

  it("shows every problem, with the focus on the first", async () => {
    const { merchant, url } = await cardPage();
    const { html } = await submit(merchant, url, { ...wrong, card_number: cardNumber });
    expect([...html.matchAll(/<a href="#(\w+)"/g)].map(([, name]) => name)).toEqual([
      "card_holder",
      "expiry",
      "cvv",
    ]);
    expect(html.match(/autofocus/g)).toHaveLength(1);
    expect(inputOf(html, "card_holder")).toContain("autofocus");
    // Its number was right, but is lost.
    expect(html).toContain('id="card_number-note">Enter it again.</p>');
  });

  it("keeps name and expiry across reloads", async () => {
    const { merchant, url } = await cardPage();
    const name = `Zoë "O'Hara" <b>`;
    const form = { ...valid, card_holder: name, expiry: "1/2031", cvv: "" };
    const first = await submit(merchant, url, form);
    const cookie = first.cookie.split(";")[0] ?? "";
    const again = await (await merchant.fetch(first.location, { headers: { cookie } })).text();
    for (const html of [first.html, again]) {
      expect(inputOf(html, "card_holder")).toContain(
        'value="Zoë &quot;O&#39;Hara&quot; &lt;b&gt;"',
      );
      expect(inputOf(html, "expiry")).toContain('value="1/2031"');
    }
    // Another way to the page starts without problems.
    const fresh = await (await merchant.fetch(url, { headers: { cookie } })).text();
    expect(fresh).toContain('value="1/2031"');
    expect(fresh).not.toContain('aria-invalid="true"');
  });

  it("neither returns nor stores the number and the CVV", async () => {
    const { merchant, url, file } = await cardPage();
    const { response, html } = await submit(merchant, url, { ...fields, expiry: "never" });
    const sent = JSON.stringify([...response.headers]) + html;
    for (const secret of [cardNumber, "9173"]) expect(sent).not.toContain(secret);
    for (const name of ["card_number", "cvv"]) expect(inputOf(html, name)).not.toContain("value");
    const stored = readFileSync(file);
    expect(stored.includes(new URL(url).pathname.split("/")[2] ?? "")).toBe(true);
    expect(stored.includes(cardNumber)).toBe(false);
  });

  it.each([
    ["card_holder", cardNumber],
    ["card_holder", "4242 4242 4242 4242"],
    ["card_holder", "４２４２ Ada"],
    ["card_holder", "x".repeat(101)],
    ["expiry", "4242 4242"],
    ["expiry", "9173"],
    ["expiry", "12/30 9173"],
  ])("drops what may be a secret in the wrong field: %s %j", async (name, value) => {
    const { merchant, url } = await cardPage();
    const { response, html } = await submit(merchant, url, { ...valid, [name]: value, cvv: "" });
    expect(inputOf(html, name)).toContain('value=""');
    const cookie = new URLSearchParams(
      decodeURIComponent(/=([^;]*)/.exec(response.headers.get("set-cookie") ?? "")?.[1] ?? ""),
    );
    expect(cookie.get(name)).toBe("");
  });
});

describe("the draft's cookie", () => {
  it("is limited to its page, and short-lived", async () => {
    const { merchant, url } = await cardPage();
    const { cookie } = await submit(merchant, url, wrong);
    expect(cookie.split("; ").slice(1)).toEqual([
      "Max-Age=600",
      `Path=${new URL(url).pathname}`,
      "HttpOnly",
      "SameSite=Strict",
    ]);
  });

  it("is only sent over HTTPS where the sandbox speaks it", async () => {
    const { merchant, url } = await cardPage();
    const { cookie } = await submit(merchant, url.replace("http:", "https:"), wrong);
    expect(cookie).toContain("; Secure");
  });

  it("holds the longest name in any script", async () => {
    const { merchant, url } = await cardPage();
    const card_holder = "漢".repeat(100);
    const { cookie, html } = await submit(merchant, url, { ...valid, card_holder, cvv: "" });
    expect(cookie.length).toBeLessThan(4096);
    expect(inputOf(html, "card_holder")).toContain(card_holder);
  });

  it.each(["pay", "fail"])("is deleted when the customer decides: %s", async (action) => {
    const { merchant, url } = await cardPage();
    const { cookie } = await submit(merchant, url, { ...wrong, card_holder: "Ada" });
    const response = await merchant.submit(
      url,
      { ...valid, action },
      { cookie: cookie.split(";")[0] ?? "" },
    );
    expect(response.headers.get("set-cookie")).toMatch(
      new RegExp(`^sandbox_card_draft=; Max-Age=0; Path=${new URL(url).pathname}`),
    );
    expect((await merchant.submit(url, valid)).headers.get("set-cookie")).toBeNull();
  });

  it.each([
    "",
    "%",
    "%E0%A4%A",
    "card_holder",
    "expiry%3D4242424242424242",
    `card_holder%3D${cardNumber}%26expiry%3D9173%26problems%3Dcvv`,
    `card_holder%3D${"x".repeat(101)}`,
    "card_holder%3D%2522%253E%253Cscript%253Ealert(1)%253C%252Fscript%253E",
    "card_holder%3D%251B%255B31m%250D%250A",
    "%7B%22card_number%22%3A%221%22%7D",
  ])("may hold anything: %s", async (value) => {
    const { merchant, url } = await cardPage();
    const page = await merchant.fetch(url, { headers: { cookie: `sandbox_card_draft=${value}` } });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toMatch(/<script|aria-invalid="/);
    for (const text of ["\u001B", cardNumber, "9173", "x".repeat(101)]) {
      expect(html).not.toContain(text);
    }
  });

  it.each(["", "none", "__proto__,constructor", "<script>", ",,,"])(
    "shows no problem for an unknown field: %s",
    async (problems) => {
      const { merchant, url } = await cardPage();
      const page = await merchant.page(`${url}?problems=${encodeURIComponent(problems)}`);
      expect(await page.text()).not.toMatch(/<script|aria-invalid="|role="alert"/);
    },
  );
});
