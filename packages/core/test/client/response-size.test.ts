import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nothingWasDone } from "../../src/client/nothing-was-done.js";
import {
  respondWith,
  byMethod,
  checkout,
  clientOf,
  failureOf,
  type Reply,
  startGateway,
} from "./stub-gateway.js";

const mebibyte = 1024 * 1024;
const statuses = [200, 400, 404, 422, 429, 500, 503];

/** Sends chunks until the client closes the connection, or far more than any client may hold. */
const sendPieces =
  (status: number, headers: Record<string, string>, piece: Buffer, pieces: number): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    let left = pieces;
    const send = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(piece)) return void response.once("drain", send);
      }
      response.end();
    };
    send();
  };

const endless = (status: number): Reply =>
  sendPieces(status, {}, Buffer.alloc(mebibyte, " "), 2_048);

const spaces = Buffer.alloc(64 * mebibyte, " ");
const gzipped = gzipSync(spaces);
const gzippedTwice = gzipSync(gzipped);
const brotli = brotliCompressSync(spaces, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const bombs: [string, (status: number) => Reply][] = [
  ["an endless body", endless],
  // Several members of one stream, which each inflate to 64 MiB.
  ["a gzip bomb", (status) => sendPieces(status, { "content-encoding": "gzip" }, gzipped, 32)],
  [
    "gzip within gzip",
    (status) => sendPieces(status, { "content-encoding": "gzip, gzip" }, gzippedTwice, 1),
  ],
  ["a brotli bomb", (status) => sendPieces(status, { "content-encoding": "br" }, brotli, 1)],
];

/** Runs a client in its own process and returns its error code and peak memory in MiB. */
async function memoryOf(url: string, call: string): Promise<{ code: string; peak: number }> {
  const program = `
    import { readFileSync } from "node:fs";
    const { Numipay } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
    const numipay = new Numipay({ apiKey: "k", baseUrl: ${JSON.stringify(url)}, retries: 0 });
    const peak = () => Number(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    const code = await numipay.${call}.then(() => "none", (error) => error.code);
    console.log(JSON.stringify({ code, peak: peak() }));
    process.exit(0);`;
  const nodeArguments = ["--input-type=module", "--eval", program];
  const options = { timeout: 9_000 };
  const { stdout } = await promisify(execFile)(process.execPath, nodeArguments, options);
  return JSON.parse(stdout) as { code: string; peak: number };
}

describe.runIf(process.platform === "linux")("memory", () => {
  it.each(bombs)("stays small for %s", async (_name, bomb) => {
    const gateway = await startGateway(bomb(200));
    const status = await memoryOf(gateway.url, `transactions.status("order-1")`);
    expect(status.code).toBe("unexpected_response");
    expect(status.peak).toBeLessThan(160);
    const paid = await memoryOf(
      gateway.url,
      `payments.hostedCheckout(${JSON.stringify(checkout)})`,
    );
    expect(paid.code).toBe("outcome_unknown");
    expect(paid.peak).toBeLessThan(160);
  });

  it("stays bounded for a list", async () => {
    const gateway = await startGateway(endless(200));
    const { code, peak } = await memoryOf(gateway.url, "transactions.list()");
    expect(code).toBe("unexpected_response");
    expect(peak).toBeLessThan(320);
  });
});

describe.each(bombs)("%s", (_name, bomb) => {
  it.each(statuses)("with %d is an unexpected response to a GET", async (status) => {
    const gateway = await startGateway(bomb(status));
    const error = await failureOf(clientOf(gateway).transactions.status("order-1"));
    expect(error).toMatchObject({ code: "unexpected_response", status, body: undefined });
    expect(String(error)).toContain("exceeds maxResponseBytes (1048576)");
    expect(gateway.seen).toHaveLength(1);
  });

  it.each(statuses)("with %d leaves a payment unknown", async (status) => {
    const found = respondWith(200, { transaction_status: "pending" });
    const gateway = await startGateway(byMethod({ POST: bomb(status), GET: found }));
    const error = await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      cause: { code: "unexpected_response" },
      lastKnownStatus: { state: "found" },
    });
    expect(nothingWasDone(error)).toBe(false);
    expect([gateway.count("POST"), gateway.count("GET")]).toEqual([1, 1]);
  });
});

describe("maxResponseBytes", () => {
  const listed = (bytes: number) => `[{"padding":"${"x".repeat(bytes - 16)}"}]`;

  it("accepts a response of that size", async () => {
    const gateway = await startGateway(respondWith(200, listed(4_096)));
    const { transactions } = clientOf(gateway, { maxResponseBytes: 4_096 });
    expect(await transactions.list()).toHaveLength(1);
  });

  it("rejects one byte more", async () => {
    const gateway = await startGateway(respondWith(200, listed(4_097)));
    const { transactions } = clientOf(gateway, { maxResponseBytes: 4_096 });
    const error = await failureOf(transactions.list());
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(String(error)).toContain("maxResponseBytes (4096)");
    expect(String(error)).toContain("Request fewer days");
  });

  it("defaults to more for a list", async () => {
    const gateway = await startGateway(respondWith(200, listed(2 * mebibyte)));
    expect(await clientOf(gateway).transactions.list()).toHaveLength(1);
  });

  it.each([0, -1, 1.5, NaN, Infinity, "4096"])("rejects %j", (maxResponseBytes) => {
    const options = { maxResponseBytes: maxResponseBytes as number };
    expect(() => clientOf({ url: "https://gateway.example" }, options)).toThrow("maxResponseBytes");
  });
});

describe("reading a body", () => {
  it("closes the connection of a long response", async () => {
    let isClosed = false;
    const gateway = await startGateway((response, seen) => {
      response.on("close", () => (isClosed = true));
      endless(200)(response, seen);
    });
    await failureOf(clientOf(gateway).transactions.status("order-1"));
    await expect.poll(() => isClosed).toBe(true);
  });

  it("does not read the body of a redirect", async () => {
    const gateway = await startGateway(
      sendPieces(302, { location: "https://other.example" }, Buffer.alloc(mebibyte), 2_048),
    );
    expect(await failureOf(clientOf(gateway).transactions.status("a"))).toMatchObject({
      code: "redirect_refused",
    });
  });
});

describe("a slow body", () => {
  const trickle: Reply = (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 5);
    response.on("close", () => clearInterval(timer));
  };

  it("ends at the call's timeout", async () => {
    const gateway = await startGateway(trickle);
    expect(
      await failureOf(clientOf(gateway, { timeoutMs: 150 }).transactions.status("a")),
    ).toMatchObject({ code: "timeout" });
  });

  it("is canceled when fetch ignores the signal", async () => {
    let isCanceled = false;
    const body = new ReadableStream({ cancel: () => void (isCanceled = true) });
    const fetch = async (): Promise<Response> => new Response(body);
    const numipay = clientOf({ url: "https://gateway.example" }, { fetch, timeoutMs: 50 });
    expect(await failureOf(numipay.transactions.status("a"))).toMatchObject({ code: "timeout" });
    expect(isCanceled).toBe(true);
  });
});

describe("deep JSON", () => {
  const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const texts: [string, string][] = [
    ["arrays", deep(100_000)],
    ["objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["arrays in a list", `[${deep(100_000)}]`],
  ];

  it.each(texts)("of %s is an unexpected response", async (_name, text) => {
    const gateway = await startGateway(respondWith(200, text));
    const { transactions, payments } = clientOf(gateway, { retries: 0 });
    for (const call of [() => transactions.status("a"), () => transactions.list()]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ code: "unexpected_response" });
      expect(String(error)).toContain("nests deeper than 64 levels");
    }
    expect(await failureOf(payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
      cause: { code: "unexpected_response" },
    });
  });

  it.each([
    [404, "request_rejected"],
    [500, "gateway_fault"],
  ])("keeps the meaning of a %d", async (status, code) => {
    const gateway = await startGateway(respondWith(status, deep(100_000)));
    const error = await failureOf(clientOf(gateway, { retries: 0 }).transactions.status("a"));
    expect(error).toMatchObject({ code, status });
  });
});

describe("a custom fetch", () => {
  const url = { url: "https://gateway.example" };
  const text = '{"transaction_status":"pending"}';
  const headers = new Headers();
  const { status } = { status: 200 };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const byte of new TextEncoder().encode(text)) yield Uint8Array.of(byte);
  }
  const responses: [string, unknown][] = [
    ["a Response", new Response(text)],
    ["only text", { status, headers, text: async () => text }],
    ["a null body and text", { status, headers, body: null, text: async () => text }],
    ["only json, without headers", { ok: true, status, json: async () => JSON.parse(text) }],
    ["plain headers", { status, headers: { date: "now" }, text: async () => text }],
    ["an iterable body", { status, headers, body: pieces() }],
    [
      "a body of strings",
      { status, headers, body: new Response(text).body?.pipeThrough(new TextDecoderStream()) },
    ],
  ];

  it.each(responses)("may respond with %s", async (_name, response) => {
    const fetch = async (): Promise<Response> => response as Response;
    expect(await clientOf(url, { fetch }).transactions.status("a")).toEqual({
      transaction_status: "pending",
    });
  });

  it("is limited without a stream too", async () => {
    const response = { status, headers, text: async () => " ".repeat(mebibyte + 1) };
    const fetch = async (): Promise<Response> => response as Response;
    const error = await failureOf(clientOf(url, { fetch }).transactions.status("a"));
    expect(error).toMatchObject({ code: "unexpected_response" });
  });

  it("keeps a character that spans two chunks", async () => {
    const bytes = new TextEncoder().encode('{"transaction_status":"é中😀"}');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const fetch = async (): Promise<Response> => new Response(body);
    expect(await clientOf(url, { fetch }).transactions.status("a")).toEqual({
      transaction_status: "é中😀",
    });
  });
});
