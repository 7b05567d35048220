import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SandboxOptions } from "../../src/index.js";
import { createLocalCertificate } from "../../src/server/tls/local-certificate.js";
import { createMerchant, openCheckout } from "../merchant.js";

/** An HTTPS receiver and the bodies that it received. */
async function startReceiver() {
  const { key, cert, ca } = createLocalCertificate(new Date());
  const bodies: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.end("thanks");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { bodies, ca, webhookUrl: `https://localhost:${port}/hook` };
}

/** The test merchant receives in process unless `deliver` is set, even to undefined. */
function withoutDeliver(options: SandboxOptions): SandboxOptions {
  return { ...options, ...({ deliver: undefined } as object) };
}

async function pay(options: SandboxOptions) {
  const merchant = await createMerchant(withoutDeliver(options));
  onTestFinished(() => merchant.sandbox.close());
  const url = await openCheckout(merchant);
  await merchant.submit(`${url}/northbank`, { action: "pay" });
  await merchant.sandbox.flush();
  return merchant.sandbox;
}

describe("webhookCa", () => {
  it("delivers to a receiver on HTTPS", async () => {
    const { bodies, ca, webhookUrl } = await startReceiver();
    const sandbox = await pay({ webhookUrl, webhookCa: ca });
    const attempts = sandbox.deliveries();
    expect(attempts.map(({ responseStatus, state }) => [responseStatus, state])).toEqual([
      [200, "delivered"],
      [200, "delivered"],
    ]);
    expect(bodies).toEqual(attempts.map(({ requestBody }) => requestBody));
  });

  it("delivers a slow body", async () => {
    const { bodies, ca, webhookUrl } = await startReceiver();
    const sandbox = await pay({
      webhookUrl,
      webhookCa: [createLocalCertificate(new Date()).ca, ca],
      chaos: { deliveries: { slow: 1 } },
    });
    expect(bodies).toEqual(sandbox.deliveries().map(({ requestBody }) => requestBody));
    expect(bodies).toHaveLength(2);
  });

  it("reports an untrusted certificate", async () => {
    const { bodies, webhookUrl } = await startReceiver();
    const other = createLocalCertificate(new Date());
    for (const webhookCa of [[], [other.ca]]) {
      const sandbox = await pay({ webhookUrl, webhookCa });
      expect(sandbox.deliveries()[0]).toMatchObject({
        responseStatus: null,
        state: "retrying",
        error: expect.stringMatching(/certificate.*\. Start the sandbox with webhookCa /),
      });
    }
    expect(bodies).toEqual([]);
  });
});
