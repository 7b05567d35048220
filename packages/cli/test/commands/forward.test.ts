import { signPayload } from "@numipay/core";
import { createInterface } from "node:readline";
import { type IncomingMessage, request } from "node:http";
import { once } from "node:events";
import { describe, expect, onTestFinished, it } from "vitest";
import { startNumipay } from "../run-numipay.js";
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

/** Starts `numipay forward` and waits until it says where it receives. */
async function startForward(to: string, env: Record<string, string> = {}, ...more: string[]) {
  const child = startNumipay(["forward", "--listen", "0", "--to", to, ...more], { env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  let stderr = "";
  const url = await new Promise<string>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      const found = /Receiving on (\S+),/.exec(stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, url, lines, stderr: () => stderr };
}

/** Posts with headers exactly as they are listed, and waits for the answer. */
async function post(url: string, headers: string[], content: string | Buffer) {
  // As bytes: Node writes headers that leave together with a text as UTF-8.
  const body = Buffer.from(content);
  const length = ["Content-Length", String(body.length)];
  const outgoing = request(url, {
    method: "POST",
    headers: [...headers, "Host", "h", ...length],
  }).end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
}

describe("numipay forward", () => {
  it("passes bytes and headers on as they are, and the answer back", async () => {
    const { url: to, seen } = await serveReceiver(() => ({ status: 202, body: "noted" }));
    const forward = await startForward(to, { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword });
    const body = `${JSON.stringify(payload, null, 2)}\r\n`;
    const signature = signPayload(payload, signaturePassword);
    const headers = ["Content-Type", "application/json", "X-Signature", signature];
    const answer = await post(`${forward.url}/any/path`, [...headers, "X-Trace", "é1"], body);
    expect(answer).toEqual({ status: 202, body: "noted" });
    expect(seen[0]?.body.toString()).toBe(body);
    expect(seen[0]?.path).toBe("/webhooks/numipay");
    expect(seen[0]?.headers).toMatchObject({ "x-signature": signature, "x-trace": "é1" });
    await expect.poll(() => forward.lines).toHaveLength(1);
    expect(forward.lines[0]).toMatch(
      /^[\d:]{8} {2}deposit\.successful {2}order-1 {2}signature ok \(canonical form\) {2}-> 202 in \d+ ms$/,
    );
  });

  it("passes on what is wrong as well, and says what is wrong with it", async () => {
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
      ["missing", "(no JSON)", 401],
      ["wrong", "deposit.successful", 401],
      ["doubled", "deposit.successful", 401],
    ]);
    expect(seen[0]?.body.equals(body)).toBe(true);
    const doubled = seen[2]?.rawHeaders.filter((name) => name === "x-signature");
    expect(doubled).toHaveLength(2);
  });

  it("answers 502 where the receiver is away, so that the gateway sends it again", async () => {
    const forward = await startForward(await closedUrl());
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    await expect.poll(() => forward.lines).toHaveLength(1);
    expect(forward.lines[0]).toContain("-> no answer: nobody listens there (ECONNREFUSED)");
    expect(forward.stderr()).toContain("signatures are not looked at");
  });

  it("refuses what is too large and still answers afterwards", async () => {
    const { url: to, seen } = await serveReceiver();
    const forward = await startForward(to);
    expect(await post(forward.url, [], Buffer.alloc(2_000_000))).toMatchObject({ status: 413 });
    expect(await post(forward.url, [], "{}")).toMatchObject({ status: 200 });
    expect(seen).toHaveLength(1);
  });

  it("ends with 0 and without a word at Ctrl-C", async () => {
    const forward = await startForward(await closedUrl());
    const before = forward.stderr();
    forward.child.kill("SIGINT");
    const [code] = (await once(forward.child, "close")) as [number];
    expect({ code, stderr: forward.stderr() }).toEqual({ code: 0, stderr: before });
  });
});

describe("a receiver without a valid answer", () => {
  const answers = {
    "status 0": "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n",
    "status 99": "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n",
    "status 101": "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    "another protocol": "220 mail.test ESMTP\r\n",
  };
  it.each(Object.entries(answers))("is a 502: %s", async (_, text) => {
    const forward = await startForward(await serveText(text));
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    expect(await post(forward.url, [], JSON.stringify(payload))).toMatchObject({ status: 502 });
    expect(forward.child.exitCode).toBeNull();
  });
});
