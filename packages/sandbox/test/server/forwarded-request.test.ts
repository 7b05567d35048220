import { request } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSandbox, type Sandbox } from "../../src/index.js";

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly cookies: readonly string[];
}

/** Sends a request as a proxy does: to the sandbox's port, with the client's Host. */
function send(
  sandbox: Sandbox,
  path: string,
  { body, ...headers }: Record<string, string>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.baseUrl);
    const method = body === undefined ? "GET" : "POST";
    const outgoing = request({ hostname, port, path, method, headers }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: text,
          cookies: incoming.headers["set-cookie"] ?? [],
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function listening(options: { allowRemote?: boolean; tls?: true } = {}): Promise<Sandbox> {
  const sandbox = await createSandbox();
  onTestFinished(() => sandbox.close());
  await sandbox.listen(options);
  return sandbox;
}

async function checkoutUrl(sandbox: Sandbox, headers: Record<string, string>): Promise<string> {
  const order = { tracking_id: "o-1", user_id: "u", currency: "EUR", amount: "5.00" };
  const reply = await send(sandbox, "/payments/hosted", {
    "content-type": "application/json",
    "x-api-key": sandbox.apiKey,
    ...headers,
    body: JSON.stringify({ request: order }),
  });
  return (JSON.parse(reply.body) as { url: string }).url.replace(/\/cashier\/\w+$/, "");
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const account = "merchant_name=Second&webhook_url=";

describe("X-Forwarded-Proto", () => {
  it.each([
    ["https", "pay.test", "https://pay.test"],
    ["https", "pay.test:8443", "https://pay.test:8443"],
    ["https", "pay.test:443", "https://pay.test"],
    ["HTTPS", "pay.test", "https://pay.test"],
    ["https, http", "pay.test", "https://pay.test"],
    ["http", "pay.test", "http://pay.test"],
    ["http, https", "pay.test", "http://pay.test"],
    ["javascript", "pay.test", "http://pay.test"],
    ["https://evil.test/", "pay.test", "http://pay.test"],
    ["", "pay.test", "http://pay.test"],
  ])("%j and the host %s give links to another scheme", async (proto, host, origin) => {
    const sandbox = await listening({ allowRemote: true });
    expect(await checkoutUrl(sandbox, { host, "x-forwarded-proto": proto })).toBe(origin);
  });

  it("does not change the host", async () => {
    const sandbox = await listening({ allowRemote: true });
    const headers = { host: "pay.test", "x-forwarded-proto": "https" };
    const forged = { ...headers, "x-forwarded-host": "evil.test", forwarded: "host=evil.test" };
    expect(await checkoutUrl(sandbox, forged)).toBe("https://pay.test");
  });

  it("does not lead past the host check", async () => {
    const sandbox = await listening();
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "localhost" };
    const reply = await send(sandbox, "/portal", { host: "evil.test", ...headers });
    expect(reply.status).toBe(403);
    expect(await checkoutUrl(sandbox, { host: "localhost:8443", ...headers })).toBe(
      "https://localhost:8443",
    );
  });

  it("accepts forms of the portal behind a TLS proxy", async () => {
    const sandbox = await listening({ allowRemote: true });
    const submit = async (headers: Record<string, string>): Promise<number> => {
      const sent = { host: "pay.test", ...form, ...headers, body: account };
      return (await send(sandbox, "/portal/accounts/create", sent)).status;
    };
    const proxy = { "x-forwarded-proto": "https" };
    expect(await submit({ ...proxy, origin: "https://pay.test" })).toBe(303);
    expect(await submit({ ...proxy, origin: "http://pay.test" })).toBe(403);
    expect(await submit({ ...proxy, origin: "https://evil.test" })).toBe(403);
    expect(await submit({ origin: "https://pay.test" })).toBe(403);
  });

  it("makes cookies secure behind a TLS proxy", async () => {
    const sandbox = await listening({ allowRemote: true });
    const cookies = async (headers: Record<string, string>): Promise<string> => {
      const sent = { host: "pay.test", ...form, ...headers, body: account };
      return (await send(sandbox, "/portal/accounts/create", sent)).cookies.join();
    };
    const secure = await cookies({ "x-forwarded-proto": "https", origin: "https://pay.test" });
    expect(secure).toMatch(/; Secure/i);
    const plain = await cookies({ origin: "http://pay.test" });
    expect(plain).not.toMatch(/; Secure/i);
  });

  it("shows the address of the proxy on the welcome page", async () => {
    const sandbox = await listening({ allowRemote: true });
    const headers = { host: "pay.test", "x-forwarded-proto": "https", accept: "text/html" };
    expect((await send(sandbox, "/", headers)).body).toContain("<code>https://pay.test</code>");
  });
});
