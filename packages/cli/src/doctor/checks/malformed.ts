import { gzipSync } from "node:zlib";
import { rejectMalformed } from "../advice.js";
import type { Check } from "../check.js";
import { paymentOf } from "../payload.js";
import type { PostResponse } from "../post.js";
import { isAccepted, isRefused, evaluate } from "../observation.js";

const group = "Malformed requests";
const type = { "content-type": "application/json" };
/** A valid format, so that a server which checks only the format goes on to parse the body. */
const wrongSignature = "A".repeat(40);
const hugeBytes = 5 * 2 ** 20;

const base = {
  group,
  expected: "4xx, and no 5xx",
  why:
    "The endpoint is public. A stranger who can cause a 5xx can flood the error log and hide real alarms, and a crash " +
    "loses the deliveries that are being applied.",
  advice: rejectMalformed,
} as const;

/** A check that posts bodies with a wrong signature. */
function malformedCheck(
  check: Pick<Check, "id" | "title" | "sent">,
  bodies: () => Record<string, { body: string | Uint8Array; headers?: Record<string, string> }>,
  isRight: (response: PostResponse) => boolean = isRefused,
): Check {
  return {
    ...base,
    ...check,
    async run({ post, signatureHeader }) {
      const probes = [];
      for (const [name, { body, headers }] of Object.entries(bodies())) {
        const signed = { ...type, [signatureHeader]: wrongSignature };
        const response = await post({ headers: { ...signed, ...headers }, body });
        probes.push([name, response] as const);
      }
      return evaluate(probes, isRight);
    },
  };
}

/** Requests that a stranger could send. None may cause a server error. */
export const malformedChecks: readonly Check[] = [
  malformedCheck(
    { id: "malformed-empty", title: "rejects an empty body", sent: "no body" },
    () => ({ empty: { body: "" } }),
  ),
  malformedCheck(
    {
      id: "malformed-json",
      title: "rejects a body that is not JSON",
      sent: "plain text; half an object; a form; an unknown content type",
    },
    () => ({
      "plain text": { body: "hello" },
      "half an object": { body: '{"transaction_id":' },
      form: { body: "a=b&c", headers: { "content-type": "application/x-www-form-urlencoded" } },
      "unknown content type": {
        body: "{}",
        headers: { "content-type": "text/html; charset=nonsense" },
      },
    }),
  ),
  malformedCheck(
    {
      id: "malformed-utf8",
      title: "rejects invalid UTF-8",
      sent: "bytes that are not text; an incomplete character inside JSON",
    },
    () => ({
      "not text": { body: Buffer.from([0xff, 0xfe, 0x00]) },
      "incomplete character": {
        body: Buffer.concat([Buffer.from('{"user_id":"'), Buffer.from([0xc3]), Buffer.from('"}')]),
      },
    }),
  ),
  malformedCheck(
    {
      id: "malformed-deep",
      title: "rejects deep nesting",
      sent: "20,000 nested arrays",
    },
    () => ({ deep: { body: "[".repeat(20_000) + "]".repeat(20_000) } }),
  ),
  malformedCheck(
    {
      id: "malformed-keys",
      title: "rejects keys such as __proto__",
      sent: "__proto__, constructor and toString as keys",
    },
    () => ({
      "__proto__ key": { body: '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}' },
      "toString key": { body: '{"toString":1,"valueOf":null,"status":{"toString":"x"}}' },
    }),
  ),
  malformedCheck(
    {
      id: "malformed-huge",
      title: "rejects a 5 MiB body",
      sent: "5 MiB with a wrong signature",
    },
    () => ({ "5 MiB": { body: `{"a":"${"a".repeat(hugeBytes)}"}` } }),
    // Closing the connection while the client still sends is a valid rejection.
    ({ status, isConnected, isTimedOut, ...rest }) =>
      isRefused({ status, ...rest }) ||
      (status === 0 && isConnected === true && isTimedOut !== true),
  ),
  malformedCheck(
    {
      id: "malformed-compressed",
      title: "rejects an invalid compressed body",
      sent: "invalid gzip; invalid br; an unknown encoding; 5 MiB compressed to a few kB",
    },
    () => ({
      "invalid gzip": { body: "{}", headers: { "content-encoding": "gzip" } },
      "invalid br": { body: "{}", headers: { "content-encoding": "br" } },
      "unknown encoding": { body: "{}", headers: { "content-encoding": "doctor" } },
      "compressed 5 MiB": {
        body: gzipSync(Buffer.alloc(hugeBytes, 0x20)),
        headers: { "content-encoding": "gzip" },
      },
    }),
  ),
  {
    ...base,
    id: "malformed-truncated",
    title: "rejects a truncated or extended body",
    sent: "a delivery without its last characters; one with extra text; both with the signature of the whole one",
    async run(session) {
      const order = await session.forgedOrder();
      const text = session.write(paymentOf(order, session));
      const probes = [
        ["truncated", await session.deliver({}, { signed: text, sent: text.slice(0, -12) })],
        ["extended", await session.deliver({}, { signed: text, sent: `${text}{}` })],
      ] as const;
      session.expectInLedger({ order, scenario: "a forged deposit", expected: "forged" });
      return evaluate(probes, isRefused);
    },
  },
  {
    ...base,
    id: "signed-non-transaction",
    title: "handles signed JSON that is not a transaction",
    sent: 'null, [], "x", 1 and an object without the documented fields, each correctly signed',
    expected:
      'the response {"outcome":"unreadable"}, or 4xx; another 2xx is a warning: nothing can have been credited',
    why:
      "The gateway never sends this in normal operation. If it does, a plain acknowledgement hides it, and an error looks " +
      "like an outage.",
    needs: ["genuine"],
    async run({ post, sign, signatureHeader }) {
      const probes = [];
      for (const body of ["null", "[]", '"x"', "1", '{"transaction_id":"x"}']) {
        const response = await post({ headers: { ...type, [signatureHeader]: sign(body) }, body });
        probes.push([body, response] as const);
      }
      return evaluate(
        probes,
        (response) => response.isKept === true || isRefused(response),
        (response) => (isAccepted(response) ? "warned" : "failed"),
      );
    },
  },
  {
    ...base,
    id: "still-responding",
    title: "still accepts deliveries afterwards",
    sent: "a genuine delivery",
    expected: "a status below 500; 2xx if genuine deliveries are accepted",
    why: "A stranger who can take down the endpoint stops your income.",
    async run(session) {
      const order = await session.newOrder();
      const response = await session.deliver(paymentOf(order, session));
      const scenario = "a genuine deposit after malformed requests";
      if (isAccepted(response)) session.expectInLedger({ order, scenario, expected: "once" });
      const isGenuineAccepted = session.verdictOf("genuine") === "passed";
      return evaluate([[scenario, response]], (one) =>
        // If no genuine delivery is accepted, another check reports it. This one is about availability.
        isGenuineAccepted ? isAccepted(one) : one.status !== 0,
      );
    },
  },
];
