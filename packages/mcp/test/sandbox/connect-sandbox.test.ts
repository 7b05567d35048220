import { describe, expect, it } from "vitest";
import { connectTo, payment } from "../connect-client.js";
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
