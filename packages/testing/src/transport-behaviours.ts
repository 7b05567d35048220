import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { ClientRequest } from "node:http";
import { type AdapterFixture, fixturePassword } from "./adapter-fixture.js";
import type { Behaviour } from "./behaviour.js";
import type { PostResponse } from "./post-delivery.js";
import { exampleTransaction, signDelivery } from "./sign-delivery.js";

/** A delivery whose body is cut into pieces. */
interface SignedBytes {
  headers: Record<string, string>;
  body: Buffer;
}

function signed(fields: object = {}): SignedBytes {
  const options = { signaturePassword: fixturePassword };
  const { headers, body } = signDelivery(exampleTransaction(fields), options);
  return { headers, body: Buffer.from(body) };
}

function signedOfSize(bytes: number): SignedBytes {
  const sized = (note: string): SignedBytes => signed({ note });
  return sized("x".repeat(bytes - sized("").body.byteLength));
}

/** Announces the full length, so that the server can detect a truncated body. */
function withLength({ headers, body }: SignedBytes): Record<string, string> {
  return { ...headers, "content-length": String(body.byteLength) };
}

/** Posts part of a body, then closes the connection. */
async function postHalf(fixture: AdapterFixture, delivery: SignedBytes): Promise<void> {
  const cut = (request: ClientRequest): void => {
    request.write(delivery.body.subarray(0, 100), () => request.destroy());
  };
  await fixture.post({ headers: withLength(delivery), write: cut }).catch(() => undefined);
}

/** Posts a body without a Content-Length. Resolves once the body is sent, which may be after the response. */
async function postChunked(fixture: AdapterFixture, delivery: SignedBytes): Promise<PostResponse> {
  let closed: Promise<unknown> | undefined;
  const response = await fixture.post({
    // With `close`, the server could end the connection before it has read the body.
    headers: { ...delivery.headers, connection: "keep-alive", "transfer-encoding": "chunked" },
    write(request) {
      closed = new Promise((resolve) => request.once("close", resolve));
      request.end(delivery.body);
    },
  });
  await closed;
  return response;
}

/** Faulty connections, and requests that the gateway did not send. */
export const transportBehaviours: readonly Behaviour[] = [
  {
    name: "reads a body that arrives byte by byte",
    async play(fixture) {
      const { headers, body } = signed();
      const trickle = (request: ClientRequest): void => {
        let offset = 0;
        const next = (): void => {
          if (offset === body.byteLength) return void request.end();
          offset += 1;
          request.write(body.subarray(offset - 1, offset), () => setImmediate(next));
        };
        request.setNoDelay(true);
        next();
      };
      strictEqual((await fixture.post({ headers, write: trickle })).status, 200);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "does not apply a truncated body",
    async play(fixture) {
      await postHalf(fixture, signed());
      strictEqual((await fixture.deliver(exampleTransaction())).status, 200);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "rejects two signature headers, even identical ones",
    async play(fixture) {
      const { headers, body } = signed();
      const signature = String(headers["x-signature"]);
      const response = await fixture.post({
        headers: { ...headers, "x-signature": [signature, signature] },
        body,
      });
      strictEqual(response.status, 401);
      strictEqual(fixture.events.length, 0);
    },
  },
  {
    name: "rejects a compressed body",
    async play(fixture) {
      const { headers, body } = signed();
      for (const encoding of ["gzip", "br", "zstd"]) {
        const compressed = { headers: { ...headers, "content-encoding": encoding }, body };
        strictEqual((await fixture.post(compressed)).status, 415, encoding);
      }
    },
  },
  {
    name: "accepts 65,536 bytes and rejects one more",
    async play(fixture) {
      for (const [bytes, status] of [
        [65_536, 200],
        [65_537, 413],
      ] as const) {
        const { headers, body } = signedOfSize(bytes);
        strictEqual((await fixture.post({ headers, body })).status, status, `${bytes} bytes`);
      }
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "rejects a body of unknown length that is too large",
    async play(fixture) {
      strictEqual((await postChunked(fixture, signedOfSize(1_000_000))).status, 413);
      strictEqual((await fixture.getHost()).status, 200);
      strictEqual((await fixture.deliver(exampleTransaction())).status, 200);
      strictEqual(fixture.events.length, 1);
    },
  },
  {
    name: "responds 405 to other methods",
    async play(fixture) {
      const response = await fixture.post({ method: "GET", headers: {} });
      strictEqual(response.status, 405);
      strictEqual(response.headers.allow, "POST");
    },
  },
  {
    name: "leaves the host's own routes unchanged",
    async play(fixture) {
      deepStrictEqual(pick(await fixture.getHost()), { status: 200, body: "host" });
      strictEqual(fixture.outcomes.length, 0);
    },
  },
  {
    name: "responds the same to every bad signature, never with a 5xx",
    async play(fixture) {
      const { headers, body } = signed();
      const type = { "content-type": "application/json" };
      const forgeries = [
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
      const responses = [];
      for (const forgery of forgeries) responses.push(pick(await fixture.post(forgery)));
      const [first] = responses;
      ok(first);
      strictEqual(first.status, 401);
      for (const response of responses) deepStrictEqual(response, first);
      strictEqual(fixture.events.length, 0);
    },
  },
];

function pick({ status, body }: { status: number; body: string }): {
  status: number;
  body: string;
} {
  return { status, body };
}
