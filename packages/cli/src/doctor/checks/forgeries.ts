import type { Transaction } from "@numipay/core";
import { createHash, createHmac } from "node:crypto";
import { onlyPost, verifyFirst } from "../advice.js";
import type { Check, DoctorSession } from "../check.js";
import { paymentOf } from "../payload.js";
import type { PostRequest } from "../post.js";
import { isRefused, evaluate, type Probes } from "../observation.js";

const group = "Forged deliveries";
const expected = "4xx for each: never 2xx, and no 5xx";
const freeMoney =
  "The endpoint is public, and only the signature proves that a delivery is from the gateway. Anyone who knows the URL " +
  "could credit themselves a deposit.";

/** Creates a forged delivery from the text and payload of a successful deposit. */
type Forge = (
  text: string,
  session: DoctorSession,
  payload: Transaction,
) => { signature?: string | readonly string[]; body?: string };

/** Posts each forged delivery. They all name the one order that is never paid. */
async function postAll(session: DoctorSession, forgeries: Record<string, Forge>): Promise<Probes> {
  const order = await session.forgedOrder();
  const probes: [string, Awaited<ReturnType<DoctorSession["post"]>>][] = [];
  for (const [name, forge] of Object.entries(forgeries)) {
    const payload = paymentOf(order, session);
    const text = session.write(payload);
    const { signature, body = text } = forge(text, session, payload);
    const headers: PostRequest["headers"] = {
      "content-type": "application/json",
      ...(signature !== undefined && { [session.signatureHeader]: signature }),
    };
    probes.push([name, await session.post({ headers, body })]);
  }
  session.expectInLedger({ order, scenario: "a forged deposit", expected: "forged" });
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
    run: async (session) => evaluate(await postAll(session, forgeries), isRefused),
  };
}

/** Deliveries that no endpoint may accept. */
export const forgeryChecks: readonly Check[] = [
  forgeryCheck(
    {
      id: "signature-missing",
      title: "rejects a delivery without a signature",
      sent: "a successful deposit without a signature header, and with an empty one",
    },
    { absent: () => ({}), empty: () => ({ signature: "" }) },
  ),
  forgeryCheck(
    {
      id: "signature-wrong",
      title: "rejects a wrong signature",
      sent: "40 zeros; a digit too few; a digit too many; not hex; the password hashed before the body; HMAC",
    },
    {
      zeros: () => ({ signature: "0".repeat(40) }),
      "a digit too few": (text, { sign }) => ({ signature: sign(text).slice(1) }),
      "a digit too many": (text, { sign }) => ({ signature: `${sign(text)}0` }),
      "not hex": () => ({ signature: "Z".repeat(40) }),
      "password first": (text, { signaturePassword }) => ({
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
      title: "rejects a signature that needs no password",
      sent: 'signed with an empty password, and with the words "undefined" and "null"',
      why: `A server without a password hashes the word "undefined", which anyone can do. ${freeMoney}`,
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
      title: "rejects a lower-case signature",
      sent: "the correct signature in lower case",
      why: "The gateway documents upper case. An endpoint that accepts more does not follow the documentation, so review its verification code.",
    },
    { "lower case": (text, { sign }) => ({ signature: sign(text).toLowerCase() }) },
  ),
  forgeryCheck(
    {
      id: "signature-multiple",
      title: "rejects two signature headers",
      sent: "the correct signature twice; a correct and a wrong one",
      why: "If a proxy reads one header and the server the other, the signature that was checked is not the one of the applied delivery.",
    },
    {
      twice: (text, { sign }) => ({ signature: [sign(text), sign(text)] }),
      "correct and wrong": (text, { sign }) => ({ signature: [sign(text), "0".repeat(40)] }),
    },
  ),
  forgeryCheck(
    {
      id: "body-tampered",
      title: "rejects a changed body",
      sent: "the signature of another body: with a larger amount; for another order; with a second amount field",
    },
    {
      "larger amount": (text, { sign, write }, payload) => ({
        signature: sign(text),
        body: write({ ...payload, ...withMoreMoney(payload) }),
      }),
      "another order": (_text, { sign, write }, payload) => ({
        signature: sign(write({ ...payload, tracking_id: `x${payload.tracking_id}` })),
      }),
      "second amount field": (text, { sign, writeMembers }, payload) => {
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
    title: "accepts only POST",
    sent: "GET, PUT and DELETE without a body",
    expected: "4xx",
    why: "A link in an email or a crawler must not reach the code that moves money.",
    advice: onlyPost,
    async run({ post }) {
      const probes = [];
      for (const method of ["GET", "PUT", "DELETE"]) {
        probes.push([method, await post({ method, headers: {} })] as const);
      }
      return evaluate(probes, isRefused);
    },
  },
];
