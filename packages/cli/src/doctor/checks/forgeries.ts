import type { Transaction } from "@numipay/core";
import { createHash, createHmac } from "node:crypto";
import { onlyPost, verifyFirst } from "../advice.js";
import type { Check, DoctorSession } from "../check.js";
import { paymentOf } from "../payload.js";
import type { PostRequest } from "../post.js";
import { isRefused, judge, type Probes } from "../observation.js";

const group = "Forgeries";
const expected = "4xx for each: never 2xx, and no 5xx";
const freeMoney =
  "Whoever knows the address writes himself a successful deposit: the endpoint is public, and the signature is all that " +
  "tells the gateway from a stranger.";

/** A forgery: the text of a successful deposit, its payload, and what is sent instead of it. */
type Forge = (
  text: string,
  visit: DoctorSession,
  payload: Transaction,
) => { signature?: string | readonly string[]; body?: string };

/** Posts each forgery of the one order that is never rightly paid. */
async function playAll(visit: DoctorSession, forgeries: Record<string, Forge>): Promise<Probes> {
  const order = await visit.forgedOrder();
  const probes: [string, Awaited<ReturnType<DoctorSession["post"]>>][] = [];
  for (const [name, forge] of Object.entries(forgeries)) {
    const payload = paymentOf(order, visit);
    const text = visit.write(payload);
    const { signature, body = text } = forge(text, visit, payload);
    const headers: PostRequest["headers"] = {
      "content-type": "application/json",
      ...(signature !== undefined && { [visit.signatureHeader]: signature }),
    };
    probes.push([name, await visit.post({ headers, body })]);
  }
  visit.expectBooked({ order, scene: "a forged deposit", expected: "forged" });
  return probes;
}

const withMoreMoney = ({ amount }: Transaction) => ({ amount: `9${amount}` });

const hash = (text: string): string => createHash("sha1").update(text).digest("hex").toUpperCase();

function forgeryCheck(
  check: Pick<Check, "id" | "title" | "sent"> & { why?: string },
  forgeries: Record<string, Forge>,
): Check {
  return {
    group,
    expected,
    why: freeMoney,
    advice: verifyFirst,
    ...check,
    play: async (visit) => judge(await playAll(visit, forgeries), isRefused),
  };
}

/** What nobody may get through. */
export const forgeryChecks: readonly Check[] = [
  forgeryCheck(
    {
      id: "signature-missing",
      title: "a delivery without a signature is refused",
      sent: "a successful deposit without a signature header; with an empty one",
    },
    { absent: () => ({}), empty: () => ({ signature: "" }) },
  ),
  forgeryCheck(
    {
      id: "signature-wrong",
      title: "a wrong signature is refused",
      sent: "40 zeros; a digit short; a digit long; no hex; the password hashed in front; HMAC; a plain hash of the body",
    },
    {
      zeros: () => ({ signature: "0".repeat(40) }),
      "a digit short": (text, { sign }) => ({ signature: sign(text).slice(1) }),
      "a digit long": (text, { sign }) => ({ signature: `${sign(text)}0` }),
      "no hex": () => ({ signature: "Z".repeat(40) }),
      "password in front": (text, { signaturePassword }) => ({
        signature: hash(signaturePassword + text),
      }),
      HMAC: (text, { signaturePassword }) => ({
        signature: createHmac("sha1", signaturePassword).update(text).digest("hex").toUpperCase(),
      }),
    },
  ),
  forgeryCheck(
    {
      id: "signature-guessable",
      title: "a signature that needs no password is refused",
      sent: 'signed with an empty password; with the words "undefined" and "null"',
      why: `A server whose password is not set hashes the word undefined, and anybody can do that. ${freeMoney}`,
    },
    {
      "empty password": (text) => ({ signature: hash(text) }),
      "the word undefined": (text) => ({ signature: hash(`${text}undefined`) }),
      "the word null": (text) => ({ signature: hash(`${text}null`) }),
    },
  ),
  forgeryCheck(
    {
      id: "signature-lower-case",
      title: "a lower-case signature is refused",
      sent: "the right signature in lower case",
      why: "The gateway documents upper case. What takes more than that was not written from the documentation, and is worth reading again.",
    },
    { "lower case": (text, { sign }) => ({ signature: sign(text).toLowerCase() }) },
  ),
  forgeryCheck(
    {
      id: "signature-doubled",
      title: "two signature headers are refused",
      sent: "the right signature twice; a right one and a wrong one",
      why: "Where a proxy looks at one header and the server at the other, a checked delivery is not the one that is applied.",
    },
    {
      twice: (text, { sign }) => ({ signature: [sign(text), sign(text)] }),
      "right and wrong": (text, { sign }) => ({ signature: [sign(text), "0".repeat(40)] }),
    },
  ),
  forgeryCheck(
    {
      id: "body-tampered",
      title: "a body that was changed is refused",
      sent: "under the signature of another text: more money; another order; the amount a second time",
    },
    {
      "more money": (text, { sign, write }, payload) => ({
        signature: sign(text),
        body: write({ ...payload, ...withMoreMoney(payload) }),
      }),
      "another order": (_text, { sign, write }, payload) => ({
        signature: sign(write({ ...payload, tracking_id: `x${payload.tracking_id}` })),
      }),
      "amount twice": (text, { sign, writeMembers }, payload) => {
        const { amount } = payload;
        const member = writeMembers({ amount });
        const twice = `${member},${writeMembers(withMoreMoney(payload))}`;
        return { signature: sign(text), body: text.replace(member, () => twice) };
      },
    },
  ),
  {
    id: "method",
    group,
    title: "only POST is answered",
    sent: "GET, PUT and DELETE without a body",
    expected: "4xx",
    why: "A link in a mail or a crawler must not reach the code that moves money.",
    advice: onlyPost,
    async play({ post }) {
      const probes = [];
      for (const method of ["GET", "PUT", "DELETE"]) {
        probes.push([method, await post({ method, headers: {} })] as const);
      }
      return judge(probes, isRefused);
    },
  },
];
