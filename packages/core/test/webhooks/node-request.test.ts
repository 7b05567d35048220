import { EventEmitter, once } from "node:events";
import { Agent, createServer, IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveryBody } from "../../src/webhooks/delivery.js";
import { captureRawBodies } from "../../src/webhooks/capture-raw-bodies.js";
import { readRawBody } from "../../src/webhooks/raw-body.js";
import { fromFrameworkRequest, fromNodeRequest } from "../../src/webhooks/node-request.js";
import type { NodeRequest } from "../../src/webhooks/parsed-body.js";

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

describe("fromNodeRequest", () => {
  it("reads an unread body from the stream", async () => {
    listener = async (incoming) => {
      incoming.body = {};
      return read(incoming);
    };
    expect(await post("hello")).toEqual({ form: "bytes", text: "hello" });
  });

  it("reports a body over the limit", async () => {
    listener = read;
    expect(await post("x".repeat(limit + 1))).toEqual({ form: "too-large" });
    expect(await post("x".repeat(limit))).toEqual({ form: "bytes", text: "x".repeat(limit) });
  });

  it("prefers captured bytes over a parsed body", async () => {
    captureRawBodies({ maxBodyBytes: limit });
    listener = async (incoming) => {
      await drain(incoming);
      incoming.body = { re: "serialized" };
      return read(incoming);
    };
    expect(await post('{"re":"serialize\\u0064"}')).toEqual({
      form: "bytes",
      text: '{"re":"serialize\\u0064"}',
    });
  });

  it("captures no body over the limit", async () => {
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

  it("leaves unsigned requests unchanged", async () => {
    captureRawBodies({ maxBodyBytes: limit });
    listener = async (incoming) => {
      const isOwn = Object.hasOwn(incoming, "push");
      return {
        isOwn,
        text: await drain(incoming),
        captured: readRawBody(incoming, limit) ?? "nothing",
      };
    };
    expect(await post("hello", {})).toEqual({ isOwn: false, text: "hello", captured: "nothing" });
  });

  it("hides the captured body from loggers", async () => {
    captureRawBodies({ maxBodyBytes: limit });
    listener = async (incoming) => {
      await drain(incoming);
      return Object.keys(incoming).some((key) => key.toLowerCase().includes("rawbody"));
    };
    expect(await post("hello")).toBe(false);
  });

  it.each([
    ["rawBody", { rawBody: Buffer.from("raw"), body: { a: 1 } }, { form: "bytes", text: "raw" }],
    ["a text rawBody", { rawBody: "raw", body: { a: 1 } }, { form: "bytes", text: "raw" }],
    [
      "the body beside an empty rawBody",
      { rawBody: "", body: "text" },
      { form: "parsed", value: "text" },
    ],
    ["an unread stream", { body: Readable.from(["ra", "w"]) }, { form: "bytes", text: "raw" }],
    [
      "nothing of a stream that was read",
      { body: Readable.from(["raw"]).resume() },
      { form: "lost", reason: expect.stringMatching(/^another middleware has read/) },
    ],
    ["bytes", { body: Buffer.from("raw") }, { form: "bytes", text: "raw" }],
    ["text", { body: "text" }, { form: "parsed", value: "text" }],
    ["a parsed value", { body: { a: 1 } }, { form: "parsed", value: { a: 1 } }],
    [
      "nothing",
      {},
      { form: "lost", reason: expect.stringMatching(/^another middleware has read/) },
    ],
  ])("falls back to %s from a parser", async (_what, left, expected) => {
    listener = async (incoming) => {
      await drain(incoming);
      // Like a mock request, or a runtime without the diagnostics channel.
      const uncaptured = Object.assign(Object.create(incoming) as NodeRequest, left);
      Object.defineProperty(uncaptured, Symbol.for("numipay.rawBody"), { value: undefined });
      return read(uncaptured);
    };
    expect(await post("hello")).toEqual(expected);
  });

  it("reports a closed connection", async () => {
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
});

/** Posts a body in two parts. The second part is sent when the server calls `sendRest`. */
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

/** What other middleware may do with a body before the webhook. */
const hosts: Record<string, (incoming: NodeRequest) => unknown> = {
  paused: (incoming) => incoming.pause(),
  decoded: (incoming) => incoming.setEncoding("utf8"),
  "read by a listener": (incoming) => once(incoming, "data"),
  "read by read()": async (incoming) => {
    incoming.on("readable", () => undefined);
    await once(incoming, "readable");
    incoming.read();
  },
  "with an idle readable listener": (incoming) => {
    incoming.on("readable", () => undefined);
    return once(incoming, "readable");
  },
  "paused half-way": async (incoming) => {
    await once(incoming, "data");
    incoming.pause();
  },
};

describe("an incomplete body", () => {
  it.each(Object.entries(hosts))("is completed if captured and %s", async (_what, prepare) => {
    captureRawBodies({ maxBodyBytes: limit });
    const body = await postInParts(signed, async (incoming, sendRest) => {
      await prepare(incoming);
      const reading = read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({ form: "bytes", text: "one half" });
  });

  it.each(["paused", "decoded"])("is completed if %s and not captured", async (what) => {
    const body = await postInParts({}, async (incoming, sendRest) => {
      hosts[what]?.(incoming);
      const reading = read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({ form: "bytes", text: "one half" });
  });

  it.each([
    ["is read by read()", hosts["read by read()"]!],
    ["is paused half-way", hosts["paused half-way"]!],
  ])("is lost if it %s and is not captured", async (_what, prepare) => {
    const body = await postInParts({}, async (incoming, sendRest) => {
      await prepare(incoming);
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

  /** Read on after the webhook was called, as fastify-raw-body does. */
  const lateReaders: Record<string, (incoming: NodeRequest) => void> = {
    "rawBody at its end": (incoming) => {
      let text = "";
      incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
      incoming.on("end", () => void Promise.resolve().then(() => (incoming.rawBody = text)));
    },
    "rawBody bit by bit": (incoming) => {
      incoming.rawBody = "";
      incoming.on("data", (chunk: Buffer) => {
        incoming.rawBody = `${String(incoming.rawBody)}${chunk.toString()}`;
      });
    },
    "bytes at its end": (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => (incoming.body = Buffer.concat(chunks)));
    },
  };

  it.each(Object.entries(lateReaders))(
    "is completed if another reader leaves %s",
    async (_, keep) => {
      const body = await postInParts({}, async (incoming, sendRest) => {
        keep(incoming);
        const reading = read(incoming);
        sendRest();
        return reading;
      });
      expect(body).toEqual({ form: "bytes", text: "one half" });
    },
  );

  it("is lost if another reader keeps nothing", async () => {
    const body = await postInParts({}, async (incoming, sendRest) => {
      incoming.on("data", () => undefined);
      // The default of Express 4.
      incoming.body = {};
      const reading = read(incoming);
      sendRest();
      return reading;
    });
    expect(body).toEqual({
      form: "lost",
      reason: expect.stringMatching(/^another middleware has read/),
    });
  });

  it("is reported as cut if another reader loses the connection", async () => {
    const { port } = server.address() as AddressInfo;
    const seen = new Promise((resolve) => {
      listener = async (incoming) => {
        incoming.on("data", () => undefined);
        incoming.on("error", () => undefined);
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

  it("does not accumulate in a paused stream", async () => {
    captureRawBodies({ maxBodyBytes: limit });
    const left = await postInParts(signed, async (incoming, sendRest) => {
      incoming.pause();
      const reading = read(incoming);
      sendRest();
      return [await reading, incoming.readableLength];
    });
    expect(left).toEqual([{ form: "bytes", text: "one half" }, 0]);
  });

  it("is too large if its reader stopped", async () => {
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

describe("fromNodeRequest", () => {
  it("keeps the connection usable after a pause", async () => {
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
});

// Mocks, cloud functions and bridges to node:http set the body, and have no stream or one that never ends.
describe("a request with a preset body", () => {
  const parsed = { a: 1 };
  const express = Object.create(IncomingMessage.prototype) as object;
  const requests: Record<string, object> = {
    "a plain object": {},
    "an emitter": new EventEmitter(),
    "an object with the prototype of a request": Object.setPrototypeOf({}, express) as object,
    "one that has a part of a stream": {
      _readableState: { pipesCount: 0 },
      resume: () => undefined,
    },
    "a request that never ends": new IncomingMessage(new Socket()),
  };

  describe.each(Object.entries(requests))("on %s", (_what, base) => {
    it.each([
      ["bytes", { rawBody: Buffer.from("raw"), body: parsed }],
      ["text", { rawBody: "raw", body: parsed }],
    ])("is read from rawBody as %s", async (_form, left) => {
      expect(await read(Object.assign(Object.create(base) as NodeRequest, left))).toEqual({
        form: "bytes",
        text: "raw",
      });
    });
  });

  it.each(Object.entries(requests))("is read from body on %s", async (_what, base) => {
    const body = await read(Object.assign(Object.create(base) as NodeRequest, { body: parsed }));
    expect(body).toEqual({ form: "parsed", value: parsed });
  });

  it("is read from the stream if it has data", async () => {
    const stream = Object.assign(Readable.from([Buffer.from("raw")]), { body: parsed });
    expect(await read(stream as object as NodeRequest)).toEqual({ form: "bytes", text: "raw" });
  });

  it.each<[string, unknown]>([
    ["an ArrayBuffer", new TextEncoder().encode("raw").buffer],
    ["another view", new DataView(new TextEncoder().encode("raw").buffer)],
    ["bytes of another realm", runInNewContext("new Uint8Array([114, 97, 119])")],
  ])("is read from %s", async (_form, bytes) => {
    for (const left of [{ rawBody: bytes, body: parsed }, { body: bytes }]) {
      expect(await read(left as NodeRequest)).toEqual({ form: "bytes", text: "raw" });
    }
  });

  it("is read from the incoming request below a framework's", async () => {
    const incoming = Object.assign(new EventEmitter(), { rawBody: "raw" }) as object;
    const framework = { body: undefined };
    const body = await fromFrameworkRequest(incoming as NodeRequest, framework, {}).body(limit);
    expect(toText(body)).toEqual({ form: "bytes", text: "raw" });
  });
});
