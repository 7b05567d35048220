import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { ClientRequest } from "node:http";
import { type AdapterFixture, fixturePassword } from "./adapter-fixture.js";
import type { Behaviour } from "./behaviour.js";
import { exampleTransaction, type SignedDelivery, signDelivery } from "./sign-delivery.js";

const signed = (): SignedDelivery =>
  signDelivery(exampleTransaction(), { signaturePassword: fixturePassword });

function signedOfSize(bytes: number): SignedDelivery {
  const sized = (note: string): SignedDelivery =>
    signDelivery(exampleTransaction({ note } as object), { signaturePassword: fixturePassword });
  return sized("x".repeat(bytes - sized("").body.byteLength));
}

/** Announces the whole body, so that a part of it is a part. */
function withLength({ headers, body }: SignedDelivery): Record<string, string> {
  return { ...headers, "content-length": String(body.byteLength) };
}

/** Posts half of a body and breaks the connection; what the server answers, if anything, nobody hears. */
async function postHalf(stage: AdapterFixture, delivery: SignedDelivery): Promise<void> {
  const cut = (request: ClientRequest): void => {
    request.write(delivery.body.subarray(0, 100), () => request.destroy());
  };
  await stage.post({ headers: withLength(delivery), write: cut }).catch(() => undefined);
}

/** What a webhook does on a bad connection, or at the hands of somebody who is not the gateway. */
export const transportBehaviours: readonly Behaviour[] = [
  {
    name: "a body that trickles in byte by byte is read whole",
    async play(stage) {
      const { headers, body } = signed();
      const trickle = (request: ClientRequest): void => {
        let at = 0;
        const next = (): void => {
          if (at === body.byteLength) return void request.end();
          at += 1;
          request.write(body.subarray(at - 1, at), () => setImmediate(next));
        };
        request.setNoDelay(true);
        next();
      };
      strictEqual((await stage.post({ headers, write: trickle })).status, 200);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "a body that is cut is not applied, and the server lives on",
    async play(stage) {
      await postHalf(stage, signed());
      strictEqual((await stage.deliver(exampleTransaction())).status, 200);
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "two signature headers are refused, even the same one twice",
    async play(stage) {
      const { headers, body } = signed();
      const signature = String(headers["x-signature"]);
      const answer = await stage.post({
        headers: { ...headers, "x-signature": [signature, signature] },
        body,
      });
      strictEqual(answer.status, 401);
      strictEqual(stage.events.length, 0);
    },
  },
  {
    name: "a compressed body is refused: nobody signed those bytes",
    async play(stage) {
      const { headers, body } = signed();
      for (const encoding of ["gzip", "br", "zstd"]) {
        const compressed = { headers: { ...headers, "content-encoding": encoding }, body };
        strictEqual((await stage.post(compressed)).status, 415, encoding);
      }
    },
  },
  {
    name: "a delivery of 65,536 bytes is applied, and one byte more is refused",
    async play(stage) {
      for (const [bytes, status] of [
        [65_536, 200],
        [65_537, 413],
      ] as const) {
        const { headers, body } = signedOfSize(bytes);
        strictEqual((await stage.post({ headers, body })).status, status, `${bytes} bytes`);
      }
      strictEqual(stage.events.length, 1);
    },
  },
  {
    name: "anything but POST is not allowed on the webhook's path",
    async play(stage) {
      const answer = await stage.post({ method: "GET", headers: {} });
      strictEqual(answer.status, 405);
      strictEqual(answer.headers.allow, "POST");
    },
  },
  {
    name: "the host's own routes are left alone",
    async play(stage) {
      deepStrictEqual(pick(await stage.getHost()), { status: 200, body: "host" });
      strictEqual(stage.outcomes.length, 0);
    },
  },
  {
    name: "all kinds of bad signature are answered alike, and nothing that a stranger posts makes a 5xx",
    async play(stage) {
      const { headers, body } = signed();
      const type = { "content-type": "application/json" };
      const strangers = [
        { headers: type },
        { headers: type, body },
        { headers: { ...headers, "x-signature": "0".repeat(40) }, body },
        { headers: { ...headers, "x-signature": "0".repeat(40) }, body: Buffer.from('{"a":') },
        { headers: { ...headers, "x-signature": "0".repeat(40) }, body: Buffer.from([0xff, 0xfe]) },
        { headers: { ...headers, "x-signature": "x" }, body },
        {
          headers: {
            ...headers,
            "content-type": "text/html; charset=nonsense",
            "x-signature": "0".repeat(40),
          },
          body,
        },
        {
          headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
          body: Buffer.from("a=b&c"),
        },
      ];
      const answers = [];
      for (const stranger of strangers) answers.push(pick(await stage.post(stranger)));
      const [first] = answers;
      ok(first);
      strictEqual(first.status, 401);
      for (const answer of answers) deepStrictEqual(answer, first);
      strictEqual(stage.events.length, 0);
    },
  },
];

function pick({ status, body }: { status: number; body: string }): {
  status: number;
  body: string;
} {
  return { status, body };
}
