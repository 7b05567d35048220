import { createServer } from "node:http";
import { text as readText } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { closeServer, listenOnLoopback, portOf } from "../src/demo/loopback-server.js";
import { createScriptedBrowser } from "../src/demo/scripted-browser.js";

const form = `<form action="/pay">
  <input type="hidden" name="order" value="&quot;1&#38;2&quot;">
  <input type="radio" name="bank" value="north" checked><input type="radio" name="bank" value="south">
  <button name="action" value="pay">Pay now</button><button name="action" value="leave">Leave</button>
</form>`;

/** Shows the form, and responds to a POST with its contents. */
async function openForm() {
  const server = createServer((request, response) => {
    response.setHeader("set-cookie", "visitor=1; Path=/");
    const { origin, cookie } = request.headers;
    if (request.method !== "POST") return response.end(form);
    void readText(request).then((body) => response.end(JSON.stringify({ body, origin, cookie })));
  });
  await listenOnLoopback(server, 0);
  onTestFinished(() => closeServer(server));
  const origin = `http://127.0.0.1:${portOf(server)}`;
  const browser = createScriptedBrowser();
  await browser.open(origin);
  return { browser, origin };
}

describe("the scripted browser", () => {
  it("submits a form with its fields, cookie and origin", async () => {
    const { browser, origin } = await openForm();
    await browser.press("Pay", { bank: "south" });
    expect(JSON.parse(browser.page().text)).toEqual({
      body: "order=%221%262%22&bank=south&action=pay",
      origin,
      cookie: "visitor=1",
    });
  });

  it("sends the checked radio button", async () => {
    const { browser } = await openForm();
    await browser.leaveCashier();
    expect(browser.page().text).toContain("bank=north&action=leave");
  });

  it("rejects a button that is not on the page", async () => {
    const { browser } = await openForm();
    await expect(browser.press("Refund")).rejects.toThrow('has no button "Refund"');
  });

  it("reports status 0 without a server", async () => {
    const browser = createScriptedBrowser();
    await browser.open("http://127.0.0.1:1");
    expect(browser.page().status).toBe(0);
  });
});
