import { Numipay } from "@numipay/core";
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type ListeningSandbox, type Sandbox } from "../../../src/index.js";
import { createTrustingFetch } from "../../../src/delivery/trusting-fetch.js";
import { order } from "../../merchant.js";
import { askHttps } from "./https.js";

let sandbox: Sandbox;
let server: ListeningSandbox;
let ca: string;
beforeEach(async () => {
  sandbox = await createSandbox();
  server = await sandbox.listen({ tls: true });
  ca = server.ca ?? "";
});
afterEach(() => sandbox.close());

const checkout = {
  tracking_id: "order-1",
  user_id: "customer-1",
  currency: "EUR",
  amount: "200.00",
};

describe("a sandbox over HTTPS", () => {
  it("is for localhost, 127.0.0.1 and ::1", async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const byIpv6 = await sandbox.listen({ tls: true, host: "::1" });
    const byName = server.url.replace("127.0.0.1", "localhost");
    for (const [url, trusted] of [
      [server.url, ca],
      [byName, ca],
      [byIpv6.url, byIpv6.ca],
    ] as const) {
      expect(await askHttps(`${url}/portal/clock`, { ca: trusted })).toMatchObject({ status: 200 });
    }
  });

  it("is refused by a client that does not trust it, or trusts another sandbox", async () => {
    const other = await sandbox.listen({ tls: true });
    const unknown = { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" };
    await expect(askHttps(server.url)).rejects.toMatchObject(unknown);
    await expect(askHttps(server.url, { ca: other.ca })).rejects.toMatchObject(unknown);
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  it("serves the client, whose customer's page is on HTTPS too", async () => {
    const { fetch: send, close } = await createTrustingFetch([ca]);
    const numipay = new Numipay({ apiKey: sandbox.apiKey, baseUrl: server.url, fetch: send });
    const { url } = await numipay.payments.hostedCheckout(checkout);
    expect(url).toMatch(`${server.url}/cashier/`);
    const paid = await askHttps(`${url}/northbank`, {
      ca,
      method: "POST",
      headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" },
      body: "action=pay",
    });
    expect([paid.status, paid.headers["location"]]).toEqual([
      303,
      expect.stringContaining("/result/"),
    ]);
    expect(await numipay.transactions.status("order-1")).toEqual({
      transaction_status: "successful",
    });
    await close();
  });

  it("is an unknown certificate to a client with another authority, and nothing is sent", async () => {
    const other = await sandbox.listen({ tls: true });
    const { fetch: send, close } = await createTrustingFetch([other.ca ?? ""]);
    const options = { apiKey: sandbox.apiKey, baseUrl: server.url, fetch: send };
    await expect(new Numipay(options).payments.hostedCheckout(checkout)).rejects.toThrow(
      /certificate/,
    );
    expect(sandbox.transactions()).toEqual([]);
    await close();
  });

  it("redirects to HTTPS where a redirect is the response", async () => {
    const bent = await createSandbox({
      contract: { operations: { hostedCheckout: { response: { redirect: true } } } },
    });
    const listening = await bent.listen({ tls: true });
    const answer = await askHttps(`${listening.url}/payments/hosted`, {
      ca: listening.ca,
      method: "POST",
      headers: { "x-api-key": bent.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: order() }),
    });
    expect([answer.status, answer.headers["location"]]).toEqual([
      303,
      expect.stringContaining(`${listening.url}/cashier/`),
    ]);
    await bent.close();
  });

  it("guards the portal by its own origin, and its cookie is for HTTPS alone", async () => {
    const send = (origin: string) =>
      askHttps(`${server.url}/portal/clock/advance`, {
        ca,
        method: "POST",
        headers: { origin, "content-type": "application/x-www-form-urlencoded" },
        body: "step=5+min",
      });
    expect((await send(server.url.replace("https:", "http:"))).status).toBe(403);
    expect((await send("https://evil.test")).status).toBe(403);
    const { status, headers } = await send(server.url);
    expect(status).toBe(303);
    expect(String(headers["set-cookie"])).toMatch(/; Secure/);
    const foreign = askHttps(server.url, { ca, headers: { host: "evil.test" } });
    expect((await foreign).status).toBe(403);
  });

  it("is trusted by a program that gets its file", async () => {
    const program = `
      const { status } = await fetch(process.argv[1] + "/transactions", { headers: { "x-api-key": process.argv[2] } });
      console.log(status);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "-e", program, server.url, sandbox.apiKey],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: server.caFile } },
    );
    expect(stdout).toBe("200\n");
  });

  it("removes the file when it closes", async () => {
    const caFile = server.caFile ?? "";
    await access(caFile);
    await server.close();
    await expect(access(caFile)).rejects.toThrow("ENOENT");
  });

  it("serves HTTP beside it", async () => {
    const plain = await sandbox.listen();
    expect([plain.url.startsWith("http://"), plain.ca, plain.caFile]).toEqual([
      true,
      undefined,
      undefined,
    ]);
    expect((await fetch(`${plain.url}/portal/clock`)).status).toBe(200);
    expect((await askHttps(`${server.url}/portal/clock`, { ca })).status).toBe(200);
  });
});

describe("a key and a certificate of one's own", () => {
  it("are used, and nothing is made", async () => {
    const { createLocalCertificate } = await import("../../../src/server/tls/local-certificate.js");
    const own = createLocalCertificate(new Date());
    const listening = await sandbox.listen({ tls: { key: own.key, cert: Buffer.from(own.cert) } });
    expect(listening.ca).toBeUndefined();
    expect((await askHttps(`${listening.url}/portal/clock`, { ca: own.ca })).status).toBe(200);
  });

  it.each([
    [{ key: "none", cert: "none" }, TypeError],
    [{ key: "none" }, TypeError],
    [{}, TypeError],
    [{ directory: "/tmp", key: "k", cert: "c" }, TypeError],
    ["yes", TypeError],
    [{ certificate: "c" }, /tls\.certificate: is no option/],
  ])("%j are refused", async (tls, error) => {
    await expect(sandbox.listen({ tls: tls as true })).rejects.toThrow(error);
  });
});

it("refuses unknown options", async () => {
  const options = { prot: 4010 } as object;
  await expect(sandbox.listen(options)).rejects.toThrow(/Did you mean port\?/);
});
