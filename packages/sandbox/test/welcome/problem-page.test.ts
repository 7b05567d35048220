import { describe, expect, it } from "vitest";
import { composeGateway } from "../../src/sandbox/compose-gateway.js";
import { sandboxControls } from "../../src/sandbox/sandbox-controls.js";
import { toSettings } from "../../src/sandbox/settings.js";
import { createApp } from "../../src/server/create-app.js";
import { createMerchant } from "../merchant.js";
import { hostile, textOf } from "../portal/visitor.js";
import { browserHeaders } from "./read-steps.js";

function linksOf(html: string): string[] {
  return [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, to = ""]) => to);
}

describe("an unknown path", () => {
  it.each(["/protal", "/docs", "/portals/x", "//", "/a;b=c", "/%ff"])(
    "is a page for browsers: %s",
    async (path) => {
      const { sandbox } = await createMerchant();
      const response = await sandbox.fetch(sandbox.baseUrl + path, { headers: browserHeaders });
      expect(response.status).toBe(404);
      expect(response.headers.get("vary")).toBe("Accept");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).toContain("<h1>Page not found</h1>");
      expect(linksOf(html)).toEqual(["/portal", "/"]);
      expect(textOf(html)).toContain(`The sandbox has no page at ${path}.`);
      expect(textOf(html)).toContain(
        "Programs call the API at this address, such as POST /payments/hosted with a key in X-Api-Key , and get JSON.",
      );
      await sandbox.close();
    },
  );

  it("suggests the portal for a typing error", async () => {
    const { sandbox } = await createMerchant();
    for (const [path, isSuggested] of [
      ["/protal", true],
      ["/Portal/transactions", true],
      ["/docs", false],
    ] as const) {
      const response = await sandbox.fetch(path, { headers: browserHeaders });
      expect([path, (await response.text()).includes("Did you mean /portal?")]).toEqual([
        path,
        isSuggested,
      ]);
    }
    await sandbox.close();
  });

  it("is JSON for programs", async () => {
    const { sandbox } = await createMerchant();
    for (const accept of ["*/*", "application/json", "image/avif,image/webp,*/*;q=0.8"]) {
      const response = await sandbox.fetch("/favicon.ico", { headers: { accept } });
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: "The sandbox has no such path." });
    }
    await sandbox.close();
  });

  it("shows its address escaped", async () => {
    const { sandbox } = await createMerchant();
    const response = await sandbox.fetch(`/${hostile}`, { headers: browserHeaders });
    expect(await response.text()).not.toMatch(/<script|<img/);
    await sandbox.close();
  });

  it("says where the override has moved an operation", async () => {
    const { sandbox } = await createMerchant({ contract: { basePath: "/api" } });
    const response = await sandbox.fetch("/transactions", { headers: browserHeaders });
    expect(textOf(await response.text())).toContain(
      "With its contract override, listTransactions is GET /api/transactions.",
    );
    await sandbox.close();
  });
});

describe("an error of the API", () => {
  it("is JSON also for browsers", async () => {
    const { sandbox } = await createMerchant();
    const response = await sandbox.fetch("/transactions", { headers: browserHeaders });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "The X-Api-Key header is missing." });
    await sandbox.close();
  });
});

describe("a rejected request", () => {
  it("from another host name leads to this machine", async () => {
    const { sandbox } = await createMerchant();
    for (const path of ["/", "/portal", "/nowhere"]) {
      const response = await sandbox.fetch(`http://shop.lan:4010${path}`, {
        headers: browserHeaders,
      });
      expect(response.status).toBe(403);
      const html = await response.text();
      expect(textOf(html)).toContain("The sandbox only accepts requests to localhost");
      expect(linksOf(html)).toEqual(["http://127.0.0.1:4010/portal", "http://127.0.0.1:4010/"]);
    }
    const plain = await sandbox.fetch("http://shop.lan:4010/");
    expect(await plain.json()).toEqual({ message: expect.stringContaining("localhost") });
    await sandbox.close();
  });

  it("that is too large is a page for browsers", async () => {
    const { sandbox } = await createMerchant();
    const send = (headers: Record<string, string>) =>
      sandbox.fetch("/portal/accounts/save", {
        method: "POST",
        headers: { ...headers, origin: sandbox.baseUrl },
        body: "a".repeat(70_000),
      });
    const shown = await send(browserHeaders);
    expect(shown.status).toBe(413);
    expect(textOf(await shown.text())).toContain("The body must be at most 65536 bytes.");
    expect(await (await send({})).json()).toEqual({
      message: "The body must be at most 65536 bytes.",
    });
    await sandbox.close();
  });

  it("of another site is a page for browsers", async () => {
    const { sandbox } = await createMerchant();
    const response = await sandbox.fetch("/portal/welcome/signature-check", {
      method: "POST",
      headers: { ...browserHeaders, origin: "http://evil.test" },
    });
    expect(response.status).toBe(403);
    const html = await response.text();
    expect(textOf(html)).toContain("This form was submitted from another site.");
    expect(linksOf(html)).toEqual(["/portal", "/"]);
    await sandbox.close();
  });
});

describe("a failure of the sandbox", () => {
  it("is a page for browsers and JSON for programs", async () => {
    const settings = toSettings({});
    const gateway = await composeGateway(settings);
    const { pendingWebhook, retries } = settings;
    const app = createApp({
      ...gateway,
      pendingWebhook,
      retries,
      controls: sandboxControls(gateway),
      now: () => {
        throw new Error("a bug");
      },
    });
    const send = async (headers: Record<string, string>): Promise<Response> =>
      app.request("http://localhost/portal/clock", { headers }, {});
    const shown = await send(browserHeaders);
    expect(shown.status).toBe(500);
    const html = await shown.text();
    expect(html).toContain("<h1>The sandbox failed</h1>");
    expect(textOf(html)).toContain("a bug");
    expect(await (await send({})).json()).toEqual({ message: "The sandbox failed: a bug" });
    await gateway.close(async () => undefined);
  });
});
