import { gzipSync } from "node:zlib";
import { refuseGarbage } from "../advice.js";
import type { Check } from "../check.js";
import { paymentOf } from "../payload.js";
import type { PostResponse } from "../post.js";
import { isAccepted, isRefused, judge } from "../observation.js";

const group = "Garbage";
const type = { "content-type": "application/json" };
/** Of the right form: a server that looks at the form only goes on to the body. */
const wrong = "A".repeat(40);
const hugeBytes = 5 * 2 ** 20;

const base = {
  group,
  expected: "4xx, and no 5xx",
  why:
    "Everybody may post here. A stranger who can make a 5xx can fill the error log until the real alarm drowns, and what " +
    "crashes loses the deliveries that are being applied.",
  advice: refuseGarbage,
} as const;

/** A check that posts bodies under a wrong signature. */
function garbageCheck(
  check: Pick<Check, "id" | "title" | "sent">,
  bodies: () => Record<string, { body: string | Uint8Array; headers?: Record<string, string> }>,
  isRight: (answer: PostResponse) => boolean = isRefused,
): Check {
  return {
    ...base,
    ...check,
    async play({ post, signatureHeader }) {
      const probes = [];
      for (const [name, { body, headers }] of Object.entries(bodies())) {
        const signed = { ...type, [signatureHeader]: wrong };
        const answer = await post({ headers: { ...signed, ...headers }, body });
        probes.push([name, answer] as const);
      }
      return judge(probes, isRight);
    },
  };
}

/** What a stranger may post, and what must not come of it. */
export const garbageChecks: readonly Check[] = [
  garbageCheck(
    { id: "garbage-empty", title: "an empty body makes no error", sent: "no body" },
    () => ({ empty: { body: "" } }),
  ),
  garbageCheck(
    {
      id: "garbage-text",
      title: "what is no JSON makes no error",
      sent: "words; half an object; a form; a content type that does not exist",
    },
    () => ({
      words: { body: "hello" },
      "half an object": { body: '{"transaction_id":' },
      form: { body: "a=b&c", headers: { "content-type": "application/x-www-form-urlencoded" } },
      "nonsense type": { body: "{}", headers: { "content-type": "text/html; charset=nonsense" } },
    }),
  ),
  garbageCheck(
    {
      id: "garbage-utf8",
      title: "broken UTF-8 makes no error",
      sent: "bytes that are no text; a broken letter inside JSON",
    },
    () => ({
      "no text": { body: Buffer.from([0xff, 0xfe, 0x00]) },
      "broken letter": {
        body: Buffer.concat([Buffer.from('{"user_id":"'), Buffer.from([0xc3]), Buffer.from('"}')]),
      },
    }),
  ),
  garbageCheck(
    {
      id: "garbage-deep",
      title: "deep nesting makes no error",
      sent: "20,000 arrays in each other",
    },
    () => ({ deep: { body: "[".repeat(20_000) + "]".repeat(20_000) } }),
  ),
  garbageCheck(
    {
      id: "garbage-keys",
      title: "keys such as __proto__ make no error",
      sent: "__proto__, constructor and toString as keys",
    },
    () => ({
      "own __proto__": { body: '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}' },
      toString: { body: '{"toString":1,"valueOf":null,"status":{"toString":"x"}}' },
    }),
  ),
  garbageCheck(
    {
      id: "garbage-huge",
      title: "a huge body is refused and not kept",
      sent: "5 MiB under a wrong signature",
    },
    () => ({ "5 MiB": { body: `{"a":"${"a".repeat(hugeBytes)}"}` } }),
    // To hang up on somebody who goes on talking is an answer too.
    ({ status, isConnected, isTimedOut, ...rest }) =>
      isRefused({ status, ...rest }) ||
      (status === 0 && isConnected === true && isTimedOut !== true),
  ),
  garbageCheck(
    {
      id: "garbage-compressed",
      title: "a compressed body makes no error",
      sent: "gzip, br and an unknown encoding that are none; 5 MiB packed into a few kB",
    },
    () => ({
      "gzip that is none": { body: "{}", headers: { "content-encoding": "gzip" } },
      "br that is none": { body: "{}", headers: { "content-encoding": "br" } },
      "unknown encoding": { body: "{}", headers: { "content-encoding": "doctor" } },
      "packed 5 MiB": {
        body: gzipSync(Buffer.alloc(hugeBytes, 0x20)),
        headers: { "content-encoding": "gzip" },
      },
    }),
  ),
  {
    ...base,
    id: "garbage-cut",
    title: "a delivery that is cut, or goes on, makes no error",
    sent: "a delivery without its last letters; one with text behind; each under the whole one's signature",
    async play(visit) {
      const order = await visit.forgedOrder();
      const text = visit.write(paymentOf(order, visit));
      const probes = [
        ["cut", await visit.deliver({}, { signed: text, sent: text.slice(0, -12) })],
        ["text behind", await visit.deliver({}, { signed: text, sent: `${text}{}` })],
      ] as const;
      visit.expectBooked({ order, scene: "a forged deposit", expected: "forged" });
      return judge(probes, isRefused);
    },
  },
  {
    ...base,
    id: "signed-no-transaction",
    title: "rightly signed JSON that is no transaction makes no error",
    sent: 'null, [], "x", 1 and an object without the documented fields, each rightly signed',
    expected:
      'a response that says {"outcome":"unreadable"}, or 4xx; another 2xx is a warning: nothing can have been booked',
    why:
      "It never comes while all is well. On the day it does, an acknowledgement hides it unless it is kept, and an error looks " +
      "like an outage.",
    needs: ["genuine"],
    async play({ post, sign, signatureHeader }) {
      const probes = [];
      for (const body of ["null", "[]", '"x"', "1", '{"transaction_id":"x"}']) {
        const answer = await post({ headers: { ...type, [signatureHeader]: sign(body) }, body });
        probes.push([body, answer] as const);
      }
      return judge(
        probes,
        (answer) => answer.isKept === true || isRefused(answer),
        (answer) => (isAccepted(answer) ? "warned" : "failed"),
      );
    },
  },
  {
    ...base,
    id: "alive-afterwards",
    title: "after all of that it still answers the gateway",
    sent: "a genuine delivery",
    expected: "an answer below 500; 2xx where genuine deliveries are accepted",
    why: "A stranger who can stop the endpoint stops your income.",
    async play(visit) {
      const order = await visit.newOrder();
      const answer = await visit.deliver(paymentOf(order, visit));
      const scene = "a genuine delivery after the garbage";
      if (isAccepted(answer)) visit.expectBooked({ order, scene, expected: "once" });
      const isGenuineAccepted = visit.verdictOf("genuine") === "passed";
      return judge([[scene, answer]], (one) =>
        // Where none is ever accepted, that is another check's to tell; here it is about life.
        isGenuineAccepted ? isAccepted(one) : one.status !== 0,
      );
    },
  },
];
