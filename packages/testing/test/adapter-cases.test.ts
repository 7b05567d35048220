import { AssertionError } from "node:assert";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import {
  createReceiver,
  type Delivery,
  type EventRegistry,
  type Inbox,
  type WebhookOptions,
} from "@numipay/core";
import { respondNode, fromNodeRequest, type NodeRequest } from "@numipay/core/node";
import { describe, expect, it } from "vitest";
import { adapterCases } from "../src/adapter-cases.js";
import type { AdapterUnderTest } from "../src/adapter-fixture.js";
import { serveListener } from "./serve-listener.js";

type Options = WebhookOptions<NodeRequest>;

/** One defect of an adapter: the smallest change to a correct one. */
interface Defect {
  options?: (options: Options) => Options;
  delivery?: (delivery: Delivery<NodeRequest>) => Delivery<NodeRequest>;
  status?: (status: number) => number;
}

function adapter({
  options: change = (same) => same,
  delivery: alter = (same) => same,
  status: toStatus = (same) => same,
}: Defect): AdapterUnderTest {
  return {
    async serve(options, register) {
      const receiver = createReceiver<NodeRequest>(change(options as Options));
      register(receiver as EventRegistry);
      const listener: RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
        if (incoming.url === "/host") return void outgoing.end("host");
        void receiver.receive(alter(fromNodeRequest(incoming))).then((response) => {
          respondNode(outgoing, { ...response, status: toStatus(response.status) });
        });
      };
      return serveListener(listener);
    },
  };
}

/** The names of the cases that an adapter fails. */
async function failuresOf(defect: Defect): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of adapterCases(adapter(defect))) {
    try {
      await run();
    } catch (error) {
      failures.push(error instanceof AssertionError ? name : `${name} (${String(error)})`);
    }
  }
  return failures;
}

const forgetful = (): Inbox => ({
  claim: async () => ({
    state: "new",
    lease: { fencingToken: 1, contradicts: undefined, tx: undefined },
  }),
  complete: async () => true,
  release: async () => undefined,
});

describe("adapterCases", () => {
  it("passes for a correct adapter", { timeout: 60_000 }, async () => {
    expect(await failuresOf({})).toEqual([]);
  });

  it.each<[string, Defect, RegExp]>([
    [
      "remembers nothing",
      { options: (o) => ({ ...o, inbox: forgetful() }) },
      /^applies a delivery once when it arrives 15 times/,
    ],
    ["always responds 200", { status: () => 200 }, /^responds 500 when a handler throws/],
    [
      "responds 500 to a bad signature",
      { status: (s) => (s === 401 ? 500 : s) },
      /^responds the same to every bad signature/,
    ],
    [
      "reads the first of two signatures",
      { delivery: firstSignature },
      /^rejects two signature headers/,
    ],
    ["ignores the content encoding", { delivery: withoutEncoding }, /^rejects a compressed body/],
    ["reads the body as latin1", { delivery: asLatin1 }, /^vector escaped-sender/],
    ["reads only the first chunk", { delivery: firstChunk }, /^reads a body that arrives byte/],
    [
      "accepts any method",
      { delivery: (d) => ({ ...d, method: "POST" }) },
      /^responds 405 to other methods/,
    ],
    [
      "reads huge bodies",
      { options: (o) => ({ ...o, maxBodyBytes: 2 ** 30 }) },
      /^vector too-large/,
    ],
    [
      "accepts more than 64 KiB",
      { options: (o) => ({ ...o, maxBodyBytes: 1_048_576 }) },
      /^accepts 65,536 bytes and rejects one more/,
    ],
    [
      "ignores the confirm option",
      { options: (o) => ({ ...o, confirm: undefined }) },
      /^applies a change only after the gateway confirms/,
    ],
    ["is always strict", { options: (o) => ({ ...o, strict: true }) }, /^vector pretty-printed/],
  ])("detects an adapter that %s", { timeout: 60_000 }, async (_what, defect, expected) => {
    const failures = await failuresOf(defect);
    expect(failures.filter((name) => expected.test(name))).toHaveLength(1);
  });
});

describe("a known exception", () => {
  const strict: Defect = { options: (o) => ({ ...o, strict: true }) };
  const exceptionOf = (defect: Defect) =>
    adapterCases(adapter(defect), { "vector pretty-printed": "a reason" }).find(
      (one) => one.knownException,
    );

  it("passes while the case fails, and names the reason", async () => {
    expect(exceptionOf(strict)?.name).toMatch(
      /^known exception \(a reason\): vector pretty-printed/,
    );
    await exceptionOf(strict)?.run();
  });

  it("fails once the case passes", async () => {
    await expect(exceptionOf({})?.run()).rejects.toThrow(/passes\. Remove it from the list\.$/);
  });

  it("throws if it matches no case", () => {
    expect(() => adapterCases(adapter({}), { "vector of old": "a reason" })).toThrow(
      /^No case name starts with "vector of old"/,
    );
  });
});

function firstSignature(delivery: Delivery<NodeRequest>): Delivery<NodeRequest> {
  return { ...delivery, header: (name) => delivery.header(name)?.split(",")[0] };
}

function withoutEncoding(delivery: Delivery<NodeRequest>): Delivery<NodeRequest> {
  return {
    ...delivery,
    header: (name) => (name === "content-encoding" ? undefined : delivery.header(name)),
  };
}

function asLatin1(delivery: Delivery<NodeRequest>): Delivery<NodeRequest> {
  return {
    ...delivery,
    async body(maxBytes) {
      const body = await delivery.body(maxBytes);
      return body.form === "bytes"
        ? { form: "parsed", value: Buffer.from(body.bytes).toString("latin1") }
        : body;
    },
  };
}

function firstChunk(delivery: Delivery<NodeRequest>): Delivery<NodeRequest> {
  return {
    ...delivery,
    body: () =>
      new Promise((resolve) => {
        delivery.request.once("data", (bytes: Buffer) => resolve({ form: "bytes", bytes }));
        delivery.request.once("end", () => resolve({ form: "lost" }));
      }),
  };
}
