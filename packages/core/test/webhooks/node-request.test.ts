import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DeliveryBody } from "../../src/webhooks/delivery.js";
import { keepBodies, keptBody } from "../../src/webhooks/keep-bodies.js";
import { fromNodeRequest, type NodeRequest } from "../../src/webhooks/node-request.js";

const limit = 1_000;
let server: Server;
let listener: (incoming: NodeRequest) => Promise<unknown>;

beforeEach(async () => {
  server = createServer((incoming, response) => {
    void listener(incoming).then((value) => response.end(JSON.stringify(value ?? null)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function post(
  body: string,
  headers: Record<string, string> = { "x-signature": "any" },
): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body });
  return response.json();
}

const toText = (body: DeliveryBody | undefined): unknown =>
  body?.form === "bytes" ? { form: "bytes", text: Buffer.from(body.bytes).toString() } : body;

async function drain(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const read = async (incoming: NodeRequest): Promise<unknown> =>
  toText(await fromNodeRequest(incoming).body(limit));

test("a body that nobody has read is read from the stream, even where a parser left an empty object", async () => {
  listener = async (incoming) => {
    incoming.body = {};
    return read(incoming);
  };
  expect(await post("hello")).toEqual({ form: "bytes", text: "hello" });
});

test("a body over the limit is too large, and the answer still arrives", async () => {
  listener = read;
  expect(await post("x".repeat(limit + 1))).toEqual({ form: "too-large" });
  expect(await post("x".repeat(limit))).toEqual({ form: "bytes", text: "x".repeat(limit) });
});

test("where somebody has read it, the bytes that were kept count before what they left", async () => {
  keepBodies(limit);
  listener = async (incoming) => {
    await drain(incoming);
    incoming.body = { re: "spelled" };
    return read(incoming);
  };
  expect(await post('{"re":"spelle\\u0064"}')).toEqual({
    form: "bytes",
    text: '{"re":"spelle\\u0064"}',
  });
});

test("a body over the limit is not kept", async () => {
  keepBodies(limit);
  listener = async (incoming) => {
    await drain(incoming);
    return keptBody(incoming);
  };
  expect(await post("x".repeat(2_000_000))).toEqual({ form: "too-large" });
});

test("requests that bear no signature are left as they are", async () => {
  keepBodies(limit);
  listener = async (incoming) => {
    const isOwn = Object.hasOwn(incoming, "push");
    return { isOwn, text: await drain(incoming), kept: keptBody(incoming) ?? "nothing" };
  };
  expect(await post("hello", {})).toEqual({ isOwn: false, text: "hello", kept: "nothing" });
});

test("a kept body is not printed with its request", async () => {
  keepBodies(limit);
  listener = async (incoming) => {
    await drain(incoming);
    return Object.keys(incoming).some((key) => key.includes("kept"));
  };
  expect(await post("hello")).toBe(false);
});

test.each([
  ["rawBody", { rawBody: Buffer.from("raw"), body: { a: 1 } }, { form: "bytes", text: "raw" }],
  ["bytes", { body: Buffer.from("raw") }, { form: "bytes", text: "raw" }],
  ["text", { body: "text" }, { form: "parsed", value: "text" }],
  ["a parsed value", { body: { a: 1 } }, { form: "parsed", value: { a: 1 } }],
  ["nothing", {}, { form: "lost" }],
])("where nothing was kept, %s that a parser left is taken", async (_what, left, expected) => {
  listener = async (incoming) => {
    await drain(incoming);
    // As a request made by hand, or on a runtime without the channel.
    const unkept = Object.assign(Object.create(incoming) as NodeRequest, left);
    Object.defineProperty(unkept, Symbol.for("numipay.keptBody"), { value: undefined });
    return read(unkept);
  };
  expect(await post("hello")).toEqual(expected);
});

test("a connection that breaks before the end leaves a lost body", async () => {
  const { port } = server.address() as AddressInfo;
  const seen = new Promise((resolve) => {
    listener = async (incoming) => {
      const body = read(incoming);
      outgoing.destroy();
      resolve(await body);
    };
  });
  const headers = { "content-length": "100" };
  const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers });
  outgoing.on("error", () => undefined);
  outgoing.write("half");
  expect(await seen).toEqual({ form: "lost" });
});
