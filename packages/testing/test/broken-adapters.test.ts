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
import { describe, expect, test } from "vitest";
import { adapterCases } from "../src/adapter-cases.js";
import type { AdapterUnderTest } from "../src/adapter-fixture.js";
import { serveListener } from "./serve-listener.js";

type Options = WebhookOptions<NodeRequest>;

/** What an adapter can get wrong, each as small a change to a right one as can be. */
interface Break {
  options?: (options: Options) => Options;
  delivery?: (delivery: Delivery<NodeRequest>) => Delivery<NodeRequest>;
  status?: (status: number) => number;
}

function adapter({
  options: change = (same) => same,
  delivery: spoil = (same) => same,
  ...broken
}: Break): AdapterUnderTest {
  return {
    async serve(options, register) {
      const receiver = createReceiver<NodeRequest>(change(options as Options));
      register(receiver as EventRegistry);
      const listener: RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
        if (incoming.url === "/host") return void outgoing.end("host");
        void receiver.receive(spoil(fromNodeRequest(incoming))).then((answer) => {
          respondNode(outgoing, {
            ...answer,
            status: broken.status?.(answer.status) ?? answer.status,
          });
        });
      };
      return serveListener(listener);
    },
  };
}

/** Which cases an adapter fails, by the beginning of their names. */
async function failuresOf(broken: Break): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of adapterCases(adapter(broken))) {
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

describe("the battery", () => {
  test("is passed by a right adapter", { timeout: 60_000 }, async () => {
    expect(await failuresOf({})).toEqual([]);
  });

  test.each<[string, Break, RegExp]>([
    [
      "remembers nothing",
      { options: (o) => ({ ...o, inbox: forgetful() }) },
      /^the same delivery 15 times/,
    ],
    ["answers 200 to everything", { status: () => 200 }, /^a handler that throws makes a 500/],
    [
      "answers 500 to what it refuses",
      { status: (s) => (s === 401 ? 500 : s) },
      /^all kinds of bad signature/,
    ],
    ["takes the first of two signatures", { delivery: firstSignature }, /^two signature headers/],
    ["ignores the content encoding", { delivery: withoutEncoding }, /^a compressed body/],
    ["hands on a body as latin1", { delivery: asLatin1 }, /^vector escaped-sender/],
    [
      "believes the body before it has it all",
      { delivery: firstChunk },
      /^a body that trickles in/,
    ],
    ["takes any method", { delivery: (d) => ({ ...d, method: "POST" }) }, /^anything but POST/],
    [
      "reads a large body whole",
      { options: (o) => ({ ...o, maxBodyBytes: 2 ** 30 }) },
      /^vector too-large/,
    ],
    [
      "takes more than 64 KiB",
      { options: (o) => ({ ...o, maxBodyBytes: 1_048_576 }) },
      /^a delivery of 65,536 bytes/,
    ],
    [
      "never asks the gateway to confirm",
      { options: (o) => ({ ...o, confirm: undefined }) },
      /^what the gateway does not confirm/,
    ],
    ["is strict unasked", { options: (o) => ({ ...o, strict: true }) }, /^vector pretty-printed/],
  ])("fails one that %s", { timeout: 60_000 }, async (_what, broken, expected) => {
    const failures = await failuresOf(broken);
    expect(failures.filter((name) => expected.test(name))).toHaveLength(1);
  });
});

describe("a hole", () => {
  const strict: Break = { options: (o) => ({ ...o, strict: true }) };
  const hole = (broken: Break) =>
    adapterCases(adapter(broken), { "vector pretty-printed": "a reason" }).find((one) => one.hole);

  test("is told with its reason, and does not fail while it is there", async () => {
    expect(hole(strict)?.name).toMatch(/^does not hold \(a reason\): vector pretty-printed/);
    await hole(strict)?.run();
  });

  test("fails once the case holds", async () => {
    await expect(hole({})?.run()).rejects.toThrow(/It holds now/);
  });

  test("that names no case is refused", () => {
    expect(() => adapterCases(adapter({}), { "vector of old": "a reason" })).toThrow(
      /No case begins with/,
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
