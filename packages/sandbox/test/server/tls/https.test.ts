import { Numipay } from "@numipay/core";
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type ListeningSandbox, type Sandbox } from "../../../src/index.js";
import { createTrustingFetch } from "../../../src/delivery/trusting-fetch.js";
import { order } from "../../merchant.js";
import { requestHttps } from "./https.js";

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

// Guards against a certificate authority that can sign for other hosts: decision 0023.
describe("a sandbox over HTTPS", () => {
  it("serves localhost, 127.0.0.1 and ::1", async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const byIpv6 = await sandbox.listen({ tls: true, host: "::1" });
    const byName = server.url.replace("127.0.0.1", "localhost");
    for (const [url, trusted] of [
      [server.url, ca],
      [byName, ca],
      [byIpv6.url, byIpv6.ca],
    ] as const) {
      expect(await requestHttps(`${url}/portal/clock`, { ca: trusted })).toMatchObject({
        status: 200,
      });
    }
  });

  it("is not trusted by default", async () => {
    const other = await sandbox.listen({ tls: true });
    const unknown = { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" };
    await expect(requestHttps(server.url)).rejects.toMatchObject(unknown);
    await expect(requestHttps(server.url, { ca: other.ca })).rejects.toMatchObject(unknown);
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  it("serves the client and the cashier", async () => {
    const { fetch: send, close } = await createTrustingFetch([ca]);
    const numipay = new Numipay({ apiKey: sandbox.apiKey, baseUrl: server.url, fetch: send });
    const { url } = await numipay.payments.hostedCheckout(checkout);
    expect(url).toMatch(`${server.url}/cashier/`);
    const paid = await requestHttps(`${url}/northbank`, {
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

  it("receives nothing from a client with another authority", async () => {
    const other = await sandbox.listen({ tls: true });
    const { fetch: send, close } = await createTrustingFetch([other.ca ?? ""]);
    const options = { apiKey: sandbox.apiKey, baseUrl: server.url, fetch: send };
    await expect(new Numipay(options).payments.hostedCheckout(checkout)).rejects.toThrow(
      /certificate/,
    );
    expect(sandbox.transactions()).toEqual([]);
    await close();
  });

  it("redirects to HTTPS", async () => {
    const overridden = await createSandbox({
      contract: { operations: { hostedCheckout: { response: { redirect: true } } } },
    });
    const listening = await overridden.listen({ tls: true });
    const response = await requestHttps(`${listening.url}/payments/hosted`, {
      ca: listening.ca,
      method: "POST",
      headers: { "x-api-key": overridden.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: order() }),
    });
    expect([response.status, response.headers["location"]]).toEqual([
      303,
      expect.stringContaining(`${listening.url}/cashier/`),
    ]);
    await overridden.close();
  });

  it("protects the portal by its HTTPS origin", async () => {
    const send = (origin: string) =>
      requestHttps(`${server.url}/portal/clock/advance`, {
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
    const foreign = requestHttps(server.url, { ca, headers: { host: "evil.test" } });
    expect((await foreign).status).toBe(403);
  });

  it("is trusted through NODE_EXTRA_CA_CERTS", async () => {
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

  it("deletes the CA file when closed", async () => {
    const caFile = server.caFile ?? "";
    await access(caFile);
    await server.close();
    await expect(access(caFile)).rejects.toThrow("ENOENT");
  });

  it("serves HTTP at the same time", async () => {
    const plain = await sandbox.listen();
    expect([plain.url.startsWith("http://"), plain.ca, plain.caFile]).toEqual([
      true,
      undefined,
      undefined,
    ]);
    expect((await fetch(`${plain.url}/portal/clock`)).status).toBe(200);
    expect((await requestHttps(`${server.url}/portal/clock`, { ca })).status).toBe(200);
  });
});

describe("a custom key and certificate", () => {
  it("are used", async () => {
    const { createLocalCertificate } = await import("../../../src/server/tls/local-certificate.js");
    const own = createLocalCertificate(new Date());
    const listening = await sandbox.listen({ tls: { key: own.key, cert: Buffer.from(own.cert) } });
    expect(listening.ca).toBeUndefined();
    expect((await requestHttps(`${listening.url}/portal/clock`, { ca: own.ca })).status).toBe(200);
  });

  it.each([
    [{ key: "none", cert: "none" }, TypeError],
    [{ key: "none" }, TypeError],
    [{}, TypeError],
    [{ directory: "/tmp", key: "k", cert: "c" }, TypeError],
    ["yes", TypeError],
    [{ certificate: "c" }, /tls\.certificate is not an option/],
  ])("are rejected: %j", async (tls, error) => {
    await expect(sandbox.listen({ tls: tls as true })).rejects.toThrow(error);
  });
});

it("rejects unknown options", async () => {
  const options = { prot: 4010 } as object;
  await expect(sandbox.listen(options)).rejects.toThrow(/Did you mean port\?/);
});
