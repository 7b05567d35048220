import { signPayload } from "@numipay/core";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { post, startForward } from "../start-forward.js";
import { closedUrl, serveReceiver, serveText } from "../serve.js";

const signaturePassword = "a-password-of-the-portal-that-is-long";
const payload = {
  transaction_id: "t-1",
  user_id: "u-1",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

describe("numipay forward", () => {
  it("forwards the exact bytes and headers", async () => {
    const { url: to, seen } = await serveReceiver(() => ({ status: 202, body: "noted" }));
    const forward = await startForward(to, { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword });
    const body = `${JSON.stringify(payload, null, 2)}\r\n`;
    const signature = signPayload(payload, signaturePassword);
    const headers = ["Content-Type", "application/json", "X-Signature", signature];
    const response = await post(`${forward.url}/any/path`, [...headers, "X-Trace", "é1"], body);
    expect(response).toMatchObject({ status: 202, body: "noted" });
    expect(seen[0]?.body.toString()).toBe(body);
    expect(seen[0]?.path).toBe("/webhooks/numipay");
    expect(seen[0]?.headers).toMatchObject({ "x-signature": signature, "x-trace": "é1" });
    await expect.poll(() => forward.lines).toHaveLength(2);
    expect(forward.lines[0]).toMatch(/^Time {6}Event {15}Tracking id {2}Signature {12}Response$/);
    expect(forward.lines[1]).toMatch(
      /^[\d:]{8} {2}deposit\.successful {2}order-1 {6}ok \(canonical form\) {2}202 in \d+ ms$/,
    );
  });

  it("forwards deliveries with wrong signatures", async () => {
    const { url: to, seen } = await serveReceiver(() => ({ status: 401 }));
    const env = { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword };
    const forward = await startForward(to, env, "--json");
    const body = Buffer.from([0xff, 0x00, 0x7b]);
    const good = signPayload(payload, signaturePassword);
    await post(forward.url, [], body);
    await post(forward.url, ["x-signature", "0".repeat(40)], JSON.stringify(payload));
    await post(forward.url, ["x-signature", good, "x-signature", good], JSON.stringify(payload));
    await expect.poll(() => forward.lines).toHaveLength(3);
    const shown = forward.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(shown.map(({ signature, event, status }) => [signature, event, status])).toEqual([
      ["missing", "(not JSON)", 401],
      ["wrong", "deposit.successful", 401],
      ["multiple", "deposit.successful", 401],
    ]);
    expect(seen[0]?.body.equals(body)).toBe(true);
    const signatures = seen[2]?.rawHeaders.filter((name) => name === "x-signature");
    expect(signatures).toHaveLength(2);
  });

  it("responds with 502 if the receiver is down", async () => {
    const forward = await startForward(await closedUrl());
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    await expect.poll(() => forward.lines).toHaveLength(2);
    expect(forward.lines[1]).toContain("no response: connection refused (ECONNREFUSED)");
    expect(forward.stderr()).toContain("Signatures are not checked");
  });

  it("forwards a large body without reading it", async () => {
    const { url: to, seen } = await serveReceiver(() => ({ status: 413 }));
    const forward = await startForward(to);
    expect(await post(forward.url, [], Buffer.alloc(2_000_000))).toMatchObject({ status: 413 });
    expect(seen.map(({ body }) => body.length)).toEqual([2_000_000]);
    await expect.poll(() => forward.lines[1]).toMatch(/\(too large to read\) .* 413 in \d+ ms$/);
  });

  it("exits silently with 0 on Ctrl-C", async () => {
    const forward = await startForward(await closedUrl());
    const before = forward.stderr();
    forward.child.kill("SIGINT");
    const [code] = (await once(forward.child, "close")) as [number];
    expect({ code, stderr: forward.stderr() }).toEqual({ code: 0, stderr: before });
  });
});

describe("a receiver without a valid response", () => {
  const responses = {
    "status 0": "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n",
    "status 99": "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n",
    "status 101": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    "another protocol": "220 mail.test ESMTP\r\n",
  };
  it.each(Object.entries(responses))("(%s) becomes a 502", async (_, text) => {
    const forward = await startForward(await serveText(text));
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    expect(forward.child.exitCode).toBeNull();
  });
});
