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
const createGlobal = (): vm.Context =>
  vm.createContext({ Buffer, Uint8Array, TextEncoder, TextDecoder, URL, console, process, crypto });

const limit = 65_536;
let copies: Copy[];
let server: Server;
let requests: IncomingMessage[];

beforeAll(async () => {
  const shared = createGlobal();
  // Two copies for one global object, and one for another.
  copies = [loadCopy(shared), loadCopy(shared), loadCopy(createGlobal())];
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
