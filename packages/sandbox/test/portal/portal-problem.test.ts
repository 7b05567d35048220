import { describe, expect, it } from "vitest";
import { confirmPayout } from "../merchant.js";
import { createVisitor, hostile, textOf } from "./visitor.js";

/** The heading of a page, and where its links in the content lead. */
function read(html: string): { heading: string; links: string[] } {
  const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? "";
  const heading = textOf(/<h1>[^]*?<\/h1>/.exec(main)?.[0] ?? "").trim();
  return { heading, links: [...main.matchAll(/href="([^"]*)"/g)].map(([, to = ""]) => to) };
}

const browser = { accept: "text/html,*/*;q=0.8" };

describe("a missing page of the portal", () => {
  it.each([
    ["nowhere", "Page not found", ["/portal/transactions", "/"]],
    ["nowhere/deeper", "Page not found", ["/portal/transactions", "/"]],
    ["clock/none", "Page not found", ["/portal/clock", "/"]],
  ])("%s says so and leads back", async (path, heading, links) => {
    const { sandbox } = await createVisitor();
    const response = await sandbox.fetch(`/portal/${path}`);
    expect(response.status).toBe(404);
    const html = await response.text();
    expect(read(html)).toEqual({ heading, links });
    expect(html).toMatch(/<nav [^>]*aria-label="Portal">/);
    await sandbox.close();
  });

  it("shows its address escaped", async () => {
    const { sandbox } = await createVisitor();
    const response = await sandbox.fetch(`/portal/${encodeURIComponent(hostile)}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("<script>alert");
    await sandbox.close();
  });

  it("lists the accounts for one that does not exist", async () => {
    const { sandbox } = await createVisitor();
    const { accountId } = sandbox.createAccount({ merchantName: "Night Trains" });
    for (const path of ["transactions", "analytics", "nowhere", "transactions/none"]) {
      const response = await sandbox.fetch(`/portal/${path}?account=gone`);
      expect([path, response.status]).toEqual([path, 404]);
      const html = await response.text();
      expect(read(html)).toMatchObject({ heading: "No such account" });
      expect(html).toContain(`href="/portal/transactions?account=${accountId}"`);
      expect(textOf(html)).toContain("Open Night Trains");
    }
    await sandbox.close();
  });

  it("is JSON for a program that asks for an asset", async () => {
    const { sandbox } = await createVisitor();
    for (const path of ["none.js", "other/none.js", "a/b/none.js"]) {
      const headers = { accept: "*/*" };
      const response = await sandbox.fetch(`/portal/assets/${path}`, { headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: "The sandbox has no such path." });
    }
    await sandbox.close();
  });
});

describe("a wrong method", () => {
  it.each([
    ["GET", "accounts/save", "POST", "/portal/accounts"],
    ["GET", "chaos/off", "POST", "/portal/chaos"],
    ["POST", "transactions", "GET, HEAD", "/portal/transactions"],
    ["DELETE", "clock", "GET, HEAD", "/portal/clock"],
  ])("%s %s gets a page with the allowed ones", async (method, path, allowed, back) => {
    const heading = allowed === "POST" ? "This address is not a page" : "This page accepts no form";
    const { sandbox } = await createVisitor();
    const response = await sandbox.fetch(`/portal/${path}`, {
      method,
      headers: { origin: sandbox.baseUrl },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, allowed]);
    expect(read(await response.text())).toEqual({
      heading,
      links: [back, "/"],
    });
    await sandbox.close();
  });
});

describe("a rejected form", () => {
  it("is a page for a browser and text for a program", async () => {
    const visitor = await createVisitor();
    const id = await confirmPayout(visitor);
    const send = (headers: Record<string, string>) =>
      visitor.sandbox.fetch(`/portal/transactions/${id}/decision`, { method: "POST", headers });
    const shown = await send({ ...browser, origin: "http://evil.test" });
    expect(shown.status).toBe(403);
    const html = await shown.text();
    expect(read(html)).toEqual({
      heading: "Request rejected",
      links: ["/portal/transactions", "/"],
    });
    expect(textOf(html)).toContain("This form was submitted from another site.");
    const plain = await send({ origin: "http://evil.test" });
    expect(await plain.text()).toBe("SANDBOX: This form was submitted from another site.\n");
    await visitor.sandbox.close();
  });

  it("names an account that no longer exists", async () => {
    const { sandbox } = await createVisitor();
    const response = await sandbox.fetch("/portal/accounts/save?account=gone", {
      method: "POST",
      headers: { ...browser, origin: sandbox.baseUrl },
    });
    expect(response.status).toBe(404);
    expect(textOf(await response.text())).toContain("This account no longer exists.");
    await sandbox.close();
  });
});
