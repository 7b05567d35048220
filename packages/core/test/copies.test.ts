import { channel } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { type IncomingMessage, type Server, createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Core from "../src/index.js";
import type * as CoreNode from "../src/node.js";
import { listen } from "./telemetry/listen.js";

// A process can have several copies of the package: ES module and CommonJS, two versions, or one for each test file of Jest, which
// also has a global object of its own. Decision 0028.

const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve("@numipay/core/package.json")), "dist");

type Copy = typeof Core & typeof CoreNode;

/** Loads the CommonJS build as Jest does: modules and global object are new, those of Node are shared. */
function loadCopy(context: vm.Context): Copy {
  const modules = new Map<string, { exports: object }>();
  const load = (path: string): object => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const wrapped = `(function (exports, require, module) {${readFileSync(path, "utf8")}\n})`;
    const requireHere = (name: string): unknown => {
      return name.startsWith(".") ? load(join(dirname(path), name)) : (require(name) as unknown);
    };
    const run = vm.runInContext(wrapped, context, { filename: path }) as (
      ...args: unknown[]
    ) => void;
    run(module.exports, requireHere, module);
    return module.exports;
  };
  return { ...load(join(dist, "index.cjs")), ...load(join(dist, "node.cjs")) } as Copy;
}

/** A global object like that of a test file. */
const createGlobal = (): vm.Context => vm.createContext({ ...shared, process });

const shared = {
  Buffer,
  Uint8Array,
  TextEncoder,
  TextDecoder,
  URL,
  console,
  crypto,
  performance,
};

const limit = 65_536;
let copies: Copy[];
let server: Server;
let requests: IncomingMessage[];

beforeAll(async () => {
  const one = createGlobal();
  // Two copies for one global object, and one for another.
  copies = [loadCopy(one), loadCopy(one), loadCopy(createGlobal())];
  server = createServer((request, response) => {
    requests.push(request);
    request.resume().on("end", () => void response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function post(body: string): Promise<IncomingMessage> {
  requests = [];
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/webhooks/numipay`, {
    method: "POST",
    headers: { "x-signature": "A".repeat(40) },
    body,
  });
  return requests[0] as IncomingMessage;
}

const countSubscribers = (): number => {
  const requestStart = channel("http.server.request.start") as unknown as {
    _subscribers?: unknown[];
  };
  return requestStart._subscribers?.length ?? 0;
};

describe("several copies of the package", () => {
  it("capture a body once, for each other", async () => {
    const before = countSubscribers();
    for (const { captureRawBodies } of copies) captureRawBodies({ path: "/webhooks/numipay" });
    expect(countSubscribers()).toBe(before + 1);
    const request = await post('{ "amount": 1.00 }');
    for (const { fromNodeRequest } of copies) {
      const body = await fromNodeRequest(request).body(limit);
      expect(body.form === "bytes" && Buffer.from(body.bytes).toString()).toBe(
        '{ "amount": 1.00 }',
      );
    }
  });

  it("keep capturing when a new copy is loaded", async () => {
    const before = countSubscribers();
    for (let file = 0; file < 5; file += 1) {
      loadCopy(createGlobal()).captureRawBodies({ path: "/webhooks/numipay" });
    }
    expect(countSubscribers()).toBe(before);
    const request = await post("{}");
    const body = await copies[0]?.fromNodeRequest(request).body(limit);
    expect(body?.form).toBe("bytes");
  });

  it("recognize each other's errors", () => {
    const [one, , other] = copies as [Copy, Copy, Copy];
    expect(one.isInvalidOptionError(new other.InvalidOptionError("path", "is missing."))).toBe(
      true,
    );
  });

  it("refuse one inbox for two merchants", () => {
    const [one, other] = copies as [Copy, Copy];
    const inbox = one.memoryInbox();
    one.numipayWebhook({ inbox, signaturePassword: "a-signature-password-of-30-chars" });
    expect(() =>
      other.numipayWebhook({ inbox, signaturePassword: "another-signature-password-of-30" }),
    ).toThrow(/account/);
  });
});

describe("the tracing channels of several copies", () => {
  const list = async ({ Numipay }: Copy): Promise<unknown> => {
    const fetch = async (): Promise<Response> => Response.json([]);
    const numipay = new Numipay({ apiKey: "k-1", baseUrl: "https://x.example", fetch });
    return numipay.transactions.list();
  };

  it("are the same for ES module and CommonJS", async () => {
    const esModule = (await import(join(dist, "index.js"))) as Copy;
    const commonJs = require(join(dist, "index.cjs")) as Copy;
    expect(esModule.Numipay).not.toBe(commonJs.Numipay);
    const { ended } = listen("numipay.client.call");
    for (const copy of [esModule, commonJs]) await list(copy);
    expect(ended("numipay.client.call")).toMatchObject([
      { outcome: "succeeded" },
      { outcome: "succeeded" },
    ]);
  });

  it("are the same for global objects of their own", async () => {
    const { ended } = listen("numipay.webhook.delivery");
    for (const { createReceiver } of copies) {
      const receiver = createReceiver({ signaturePassword: "p".repeat(32), onOutcome() {} });
      const body = async () => ({ form: "lost" }) as const;
      await receiver.receive({ method: "GET", header: () => null, body, request: undefined });
    }
    expect(ended("numipay.webhook.delivery")).toHaveLength(copies.length);
  });

  it.each([
    ["no process", undefined],
    ["a process without getBuiltinModule, as in browsers", { env: {} }],
    ["a getBuiltinModule without the module", { getBuiltinModule: () => undefined }],
    [
      "a getBuiltinModule that throws",
      {
        getBuiltinModule: () => {
          throw new Error("not implemented");
        },
      },
    ],
  ])("do not exist with %s, and everything else works", async (_what, process) => {
    const copy = loadCopy(vm.createContext({ ...shared, process }));
    const { heard } = listen();
    const receiver = copy.createReceiver({ signaturePassword: "p".repeat(32), onOutcome() {} });
    const body = async () => ({ form: "lost" }) as const;
    const response = await receiver.receive({
      method: "GET",
      header: () => null,
      body,
      request: undefined,
    });
    expect(response.outcome).toBe("method-not-allowed");
    expect(heard).toEqual([]);
  });
});
