import { once } from "node:events";
import { connect } from "node:net";
import { operations } from "@numipay/core/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../../src/index.js";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.listen();
});
afterEach(() => sandbox.close());

const checkout = { tracking_id: "order-1", user_id: "u", currency: "EUR", amount: "5.00" };
const json = "application/json";
const form = "application/x-www-form-urlencoded";

interface Posted {
  readonly status: number;
  readonly text: string;
}

/** Sends a chunked body over HTTP: `fetch` declares no length for a stream. */
async function post(path: string, chunks: Iterable<Uint8Array>, type = json): Promise<Posted> {
  const headers = { "x-api-key": sandbox.apiKey, origin: sandbox.baseUrl, "content-type": type };
  const init = { method: "POST", headers, redirect: "manual", duplex: "half" } as const;
  const response = await fetch(sandbox.baseUrl + path, {
    ...init,
    body: ReadableStream.from(chunks),
  });
  return { status: response.status, text: await response.text() };
}

function* inChunks(text: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

/** Sends raw text on a new connection and reads until the sandbox closes it. */
async function send(text: string, { cut = false } = {}): Promise<string> {
  const socket = connect(Number(new URL(sandbox.baseUrl).port), "127.0.0.1");
  let received = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
  socket.on("error", () => undefined);
  socket.write(text);
  if (cut) socket.end();
  await once(socket, "close");
  return received;
}

async function openCheckout(): Promise<string> {
  const body = JSON.stringify({ request: checkout });
  const { text } = await post(operations.hostedCheckout.path, inChunks(body, 7));
  return new URL((JSON.parse(text) as { url: string }).url).pathname;
}

describe("a chunked body", () => {
  it("reaches the API", async () => {
    expect(await openCheckout()).toMatch(/^\/cashier\//);
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it("reaches the cashier", async () => {
    const path = `${await openCheckout()}/northbank`;
    expect(await post(path, inChunks("action=pay", 1), form)).toMatchObject({ status: 303 });
    expect(sandbox.transactions()[0]?.status).not.toBe("init");
  });

  it("reaches the 3DS challenge", async () => {
    const card = { card_number: "4000000000003220", card_holder: "A", cvv: "123" };
    const request = { ...checkout, ...card, expiry_month: "12", expiry_year: "2030" };
    const body = JSON.stringify({ request });
    const { text } = await post(operations.serverToServer.path, inChunks(body, 9));
    const { pathname } = new URL((JSON.parse(text) as { url: string }).url);
    const response = await post(pathname, inChunks("action=confirm&password=x", 3), form);
    expect(response).toMatchObject({ status: 303 });
    expect(sandbox.transactions()[0]?.status).toBe("rejected");
  });

  it("reaches the portal in both form encodings", async () => {
    const before = sandbox.now().getTime();
    const advance = "/portal/clock/advance";
    expect(await post(advance, inChunks("step=5m", 1), form)).toMatchObject({ status: 303 });
    const part = '--x\r\nContent-Disposition: form-data; name="step"\r\n\r\n5m\r\n--x--\r\n';
    const multipart = "Multipart/Form-Data; boundary=x";
    expect(await post(advance, inChunks(part, 5), multipart)).toMatchObject({ status: 303 });
    expect(sandbox.now().getTime() - before).toBe(10 * 60_000);
  });

  it("is available to chaos", async () => {
    sandbox.setChaos({ api: { serverError: 1 } });
    const body = JSON.stringify({ request: checkout });
    const { status } = await post(operations.hostedCheckout.path, inChunks(body, 11));
    expect(status).toBeGreaterThanOrEqual(500);
    expect(sandbox.chaosPlan().faults[0]?.subject).toContain("order-1");
  });

  it.each([1, 1000])("is rejected when too large, in %i-byte chunks", async (size) => {
    const response = await post(operations.hostedCheckout.path, inChunks(" ".repeat(65_537), size));
    expect(response.status).toBe(413);
    expect(JSON.parse(response.text)).toEqual({ message: "The body must be at most 65536 bytes." });
  });
});

describe("an invalid body", () => {
  const deep = (count: number): string => "[".repeat(count) + "]".repeat(count);
  const cases: readonly [string, string | Uint8Array, number][] = [
    ["empty", "", 400],
    ["cut", '{"request":', 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
    ["nested 30,000 deep", deep(30_000), 400],
    ["nested deep in the envelope", `{"request":${deep(30_000)}}`, 400],
    ["invalid UTF-8", Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 400],
    ["half a character", Uint8Array.of(0x22, 0xe2, 0x82), 400],
    ["only __proto__", '{"request":{"__proto__":{"tracking_id":"a"}}}', 422],
    ["__proto__ for the envelope", '{"__proto__":{"request":{}}}', 400],
  ];
  it.each(cases)("is rejected: %s", async (_, body, status) => {
    for (const { path, method } of Object.values(operations)) {
      if (method !== "POST") continue;
      const response = await post(path, inChunks(body, 4096));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(JSON.parse(response.text)).toHaveProperty("message");
    }
    const { status: ofHosted } = await post(operations.hostedCheckout.path, inChunks(body, 4096));
    expect(ofHosted).toBe(status);
  });

  it("uses the last of two fields with one name", async () => {
    const fields = '"user_id":"u","currency":"EUR","amount":"5.00"';
    const twice = `{"request":{"tracking_id":"a",${fields},"tracking_id":"b"}}`;
    expect(await post(operations.hostedCheckout.path, inChunks(twice, 64))).toMatchObject({
      status: 200,
    });
    expect(sandbox.transactions().map(({ tracking_id }) => tracking_id)).toEqual(["b"]);
  });

  it("is rejected with the type application/jsonp", async () => {
    const body = inChunks("{}", 64);
    const { status } = await post(operations.hostedCheckout.path, body, "application/jsonp");
    expect(status).toBe(415);
  });
});

describe("a path that looks like a pattern", () => {
  const patterns = [
    "/*",
    "/cashier/*",
    "/portal/*",
    "/transactions/:id",
    "/portal/transactions/:id",
  ];
  it.each(patterns)("never causes a 5xx: %s", async (path) => {
    for (const method of ["POST", "PUT", "GET"]) {
      const body = method === "GET" ? null : "{}";
      const headers = { "content-type": json, "x-api-key": sandbox.apiKey };
      const { status } = await sandbox.fetch(path, { method, headers, body });
      expect([method, status < 500]).toEqual([method, true]);
    }
  });
});

describe("a request without a body", () => {
  const paths = ["/", "/portal", "/portal/clock/next", "/cashier/x", "/challenge/x", "/result/x"];
  const apiPaths = Object.values(operations).map(({ path }) => path.replace("{id}", "x"));
  const methods = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "M-SEARCH"];
  const codings = ["", "Transfer-Encoding: chunked\r\n"];

  it.each([...paths, ...apiPaths])("is handled on %s", async (path) => {
    const { host } = new URL(sandbox.baseUrl);
    for (const method of methods) {
      for (const coding of codings) {
        const head = `Host: ${host}\r\nOrigin: ${sandbox.baseUrl}\r\nX-Api-Key: ${sandbox.apiKey}\r\n`;
        const body = coding === "" ? "" : "0\r\n\r\n";
        const text = `${method} ${path} HTTP/1.1\r\n${head}${coding}Connection: close\r\n\r\n${body}`;
        expect(await send(text)).toMatch(/^HTTP\/1\.1 [234]/);
      }
    }
  });
});

describe("a body that ends early", () => {
  it("changes nothing and leaves the sandbox up", async () => {
    const { host } = new URL(sandbox.baseUrl);
    const { path } = operations.hostedCheckout;
    const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Api-Key: ${sandbox.apiKey}\r\nContent-Type: ${json}\r\n`;
    const whole = JSON.stringify({ request: checkout });
    await send(`${head}Content-Length: ${whole.length + 1}\r\n\r\n${whole}`, { cut: true });
    await send(`${head}Transfer-Encoding: chunked\r\n\r\nff\r\n${whole}`, { cut: true });
    expect(await send(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)).toMatch(
      /^HTTP\/1\.1 400/,
    );
    expect(sandbox.transactions()).toEqual([]);
    expect((await fetch(`${sandbox.baseUrl}/portal/clock`)).status).toBe(200);
  });
});
