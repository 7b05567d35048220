import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import type { DeliveryBody } from "../../src/webhooks/delivery.js";
import { captureRawBodies } from "../../src/webhooks/capture-raw-bodies.js";
import { readRawBody } from "../../src/webhooks/raw-body.js";
import { fromNodeRequest, type NodeRequest } from "../../src/webhooks/node-request.js";

const limit = 1_000;
const signed = { "x-signature": "A".repeat(40) };
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

async function post(body: string, headers: Record<string, string> = signed): Promise<unknown> {
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
  captureRawBodies({ maxBodyBytes: limit });
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

test("a body that exceeds the limit is not kept", async () => {
  captureRawBodies({ maxBodyBytes: limit });
  listener = async (incoming) => {
    await drain(incoming);
    return read(incoming);
  };
  const { port } = server.address() as AddressInfo;
  const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers: signed });
  outgoing.write("x");
  outgoing.end("x".repeat(2_000_000));
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(JSON.parse(await drain(response))).toEqual({ form: "too-large" });
});

test("requests that bear no signature are left as they are", async () => {
  captureRawBodies({ maxBodyBytes: limit });
  listener = async (incoming) => {
    const isOwn = Object.hasOwn(incoming, "push");
    return { isOwn, text: await drain(incoming), kept: readRawBody(incoming, limit) ?? "nothing" };
  };
  expect(await post("hello", {})).toEqual({ isOwn: false, text: "hello", kept: "nothing" });
});

test("a kept body is not printed with its request", async () => {
  captureRawBodies({ maxBodyBytes: limit });
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
  ["nothing", {}, { form: "lost", reason: expect.stringMatching(/^another middleware has read/) }],
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
  expect(await seen).toEqual({
    form: "lost",
    reason: "the connection closed before the end of the body",
  });
});

/** Posts a body in two parts; the second one is sent when the server calls `sendRest`. */
async function postInParts(
  headers: Record<string, string>,
  handle: (incoming: NodeRequest, sendRest: () => void) => Promise<unknown>,
): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers });
  const sendRest = (): void => void outgoing.end("half");
  listener = (incoming) => handle(incoming, sendRest);
  outgoing.write("one ");
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  return JSON.parse(await drain(response));
}

/** What hosts do with a body before they hand the request on. */
const hosts: Record<string, (incoming: NodeRequest) => unknown> = {
  paused: (incoming) => incoming.pause(),
  decoded: (incoming) => incoming.setEncoding("utf8"),
  "read by a listener": (incoming) => once(incoming, "data"),
  "read by a pull": async (incoming) => {
    incoming.on("readable", () => undefined);
    await once(incoming, "readable");
    incoming.read();
  },
  "pulled by no one": (incoming) => {
    incoming.on("readable", () => undefined);
    return once(incoming, "readable");
  },
  "paused half-way": async (incoming) => {
    await once(incoming, "data");
    incoming.pause();
  },
};

describe("a body whose rest is still to come", () => {
  it.each(Object.entries(hosts))("is whole where it is kept and %s", async (_what, prepare) => {
    captureRawBodies({ maxBodyBytes: limit });
    const body = await postInParts(signed, async (incoming, sendRest) => {
      await prepare(incoming);
      const reading = read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({ form: "bytes", text: "one half" });
  });

  it.each(["paused", "decoded"])("is read where it is %s and not kept", async (what) => {
    const body = await postInParts({}, async (incoming, sendRest) => {
      hosts[what]?.(incoming);
      const reading = read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({ form: "bytes", text: "one half" });
  });

  it.each([
    ["flows", (incoming: NodeRequest) => incoming.on("data", () => undefined)],
    ["is half read", hosts["read by a listener"]!],
    ["is pulled", hosts["read by a pull"]!],
  ])("is refused where it %s and is not kept", async (_what, prepare) => {
    const body = await postInParts({}, async (incoming, sendRest) => {
      const preparing = prepare(incoming);
      // The one that flows has had no byte yet.
      if (preparing instanceof Promise) await preparing;
      incoming.body = {};
      const reading = await read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({
      form: "lost",
      reason: expect.stringMatching(/^another middleware is still reading/),
    });
  });

  it("does not pile up in a paused stream", async () => {
    captureRawBodies({ maxBodyBytes: limit });
    const left = await postInParts(signed, async (incoming, sendRest) => {
      incoming.pause();
      const reading = read(incoming);
      sendRest();
      return [await reading, incoming.readableLength];
    });
    expect(left).toEqual([{ form: "bytes", text: "one half" }, 0]);
  });

  it("is too large though its reader has stopped", async () => {
    captureRawBodies({ maxBodyBytes: 200_000 });
    const large = request({
      port: (server.address() as AddressInfo).port,
      host: "127.0.0.1",
      method: "POST",
      headers: { ...signed, "transfer-encoding": "chunked" },
    });
    listener = async (incoming) => {
      incoming.on("readable", () => undefined);
      return toText(await fromNodeRequest(incoming).body(150_000));
    };
    large.end("x".repeat(190_000));
    const [response] = (await once(large, "response")) as [IncomingMessage];
    expect(JSON.parse(await drain(response))).toEqual({ form: "too-large" });
  });
});

test("a connection serves on after a body that was paused", async () => {
  captureRawBodies({ maxBodyBytes: limit });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  listener = async (incoming) => {
    sockets.add(incoming.socket);
    incoming.pause();
    return read(incoming);
  };
  const { port } = server.address() as AddressInfo;
  for (const text of ["one", "two"]) {
    const options = { port, host: "127.0.0.1", method: "POST", headers: signed, agent };
    const outgoing = request(options).end(text);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    expect(JSON.parse(await drain(response))).toEqual({ form: "bytes", text });
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
});
