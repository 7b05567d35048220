import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectSandbox } from "../../src/sandbox/connect-sandbox.js";
import { connectClient, connectTo, payment } from "../connect-client.js";
import { closedUrl, serve } from "../serve.js";

const keys = { apiKey: "sandbox_key_1234", signaturePassword: "sandbox_password" };

describe("without a sandbox", () => {
  it("every tool says how to start one", async () => {
    const url = await closedUrl();
    const { call } = await connectTo({ url, ...keys });
    for (const [name, args] of [
      ["get_sandbox", {}],
      ["list_transactions", {}],
      ["list_deliveries", {}],
      ["get_delivery", { delivery_id: "x" }],
      ["create_payment", payment()],
      ["set_transaction_status", { transaction_id: "x", status: "successful" }],
      ["advance_clock", { duration: "1h" }],
      ["run_doctor", {}],
    ] as const) {
      const { isError, text } = await call(name, args);
      expect({ name, isError }).toEqual({ name, isError: true });
      expect(text).toContain(
        `No sandbox responds at ${url}. Start one with: npx @numipay/cli sandbox.`,
      );
    }
  });

  it("no key is sent to another server", async () => {
    const headers: unknown[] = [];
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      headers.push(request.headers);
      response.writeHead(200, { "content-type": "application/json" }).end('{"accounts":[]}');
    });
    const { call } = await connectTo({ url, ...keys });
    const { isError, text } = await call("create_payment", payment());
    expect(isError).toBe(true);
    expect(text).toContain("is not a Numipay sandbox");
    expect(paths).toEqual(["/portal/control"]);
    expect(JSON.stringify(headers)).not.toContain(keys.apiKey);
  });

  it("a redirect is not followed", async () => {
    let isFollowed = false;
    const elsewhere = await serve((_, response) => {
      isFollowed = true;
      response.end("{}");
    });
    const url = await serve((_, response) =>
      response.writeHead(302, { location: elsewhere }).end(),
    );
    const { isError } = await (await connectTo({ url, ...keys })).call("get_sandbox");
    expect({ isError, isFollowed }).toEqual({ isError: true, isFollowed: false });
  });

  it.each([
    ["text", "<html>"],
    ["an array", "[]"],
    [
      "more than 4 MiB",
      JSON.stringify({ name: "@numipay/sandbox", accounts: [], more: "x".repeat(5 * 1024 * 1024) }),
    ],
  ])("a response with %s is refused", async (_, body) => {
    const url = await serve((_request, response) => response.end(body));
    const { isError, text } = await (await connectTo({ url, ...keys })).call("get_sandbox");
    expect(isError).toBe(true);
    expect(text.length).toBeLessThan(500);
  });
});

describe("a sandbox", () => {
  it("may be restarted while the server runs", async () => {
    const first = await createSandbox();
    const { url } = await first.listen();
    const { call } = await connectTo({ url, ...keys });
    expect((await call("get_sandbox")).isError).toBe(false);
    await first.close();
    expect((await call("get_sandbox")).text).toContain("No sandbox responds");
    const second = await createSandbox();
    onTestFinished(() => second.close());
    await second.listen({ port: Number(new URL(url).port) });
    expect((await call("get_sandbox")).isError).toBe(false);
  });

  it("may use HTTPS with a trusted certificate", async () => {
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const { url, caFile = "" } = await sandbox.listen({ tls: true });
    const untrusting = await connectTo({ url, ...keys });
    expect((await untrusting.call("get_sandbox")).text).toContain("NODE_EXTRA_CA_CERTS");
    const { call } = await connectClient(["--sandbox", url], { NODE_EXTRA_CA_CERTS: caFile });
    expect((await call("get_sandbox")).isError).toBe(false);
  });

  it("must respond within the time limit", async () => {
    const url = await serve(() => undefined);
    const { signal } = new AbortController();
    const sandbox = connectSandbox(new URL(url), { timeoutMs: 200 });
    await expect(sandbox.get("", {}, signal)).rejects.toThrow("did not respond within 0.2 seconds");
  });
});
