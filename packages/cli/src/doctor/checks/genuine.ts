import {
  verifyRawBytes,
  checkTypeAndStatus,
  ignoreUnknownFields,
  verifyBothForms,
} from "../advice.js";
import type { Check, DeliveryOptions, Observation, DoctorSession } from "../check.js";
import { paymentOf } from "../payload.js";
import { describe, isAccepted, isRefused, evaluate } from "../observation.js";
import type { PostResponse } from "../post.js";
import { handlerAdvice } from "../seen-advice.js";

const group = "Genuine deliveries";
const accepted = "2xx";
const lost =
  "The gateway tries a rejected delivery 15 times in about 70 minutes and then stops. The customer has paid, and you never " +
  "learn of it.";

/** Pays a new order with one delivery. If it is acknowledged, the ledger must contain it. */
async function payOnce(
  session: DoctorSession,
  scenario: string,
  serialize: (text: string, indented: string) => DeliveryOptions = () => ({}),
  more: object = {},
): Promise<Observation> {
  const order = await session.newOrder();
  const payload = { ...paymentOf(order, session), ...more };
  const response = await session.deliver(
    payload,
    serialize(session.write(payload), session.write(payload, 2)),
  );
  if (isAccepted(response)) session.expectInLedger({ order, scenario, expected: "once" });
  return evaluate([[scenario, response]], isAccepted);
}

/** Compares a rejected delivery with a forged one, which shows whether the signature was checked. */
async function explainRejection(
  session: DoctorSession,
  [scenario, response]: readonly [string, PostResponse],
): Promise<Observation> {
  const forged = await session.post({
    headers: { "content-type": "application/json", [session.signatureHeader]: "0".repeat(40) },
    body: session.write(paymentOf(await session.forgedOrder(), session)),
  });
  const observed = `${scenario}: ${describe(response)}`;
  const isSame = forged.status === response.status;
  // A page is a valid response of a webhook that rejects forged deliveries.
  if (isAccepted(response) && !isSame) return evaluate([[scenario, response]], isAccepted);
  if (!isSame) {
    return {
      verdict: "failed",
      observed: `${observed}; a forged one gets ${describe(forged)}, so the signature verifies${response.status < 500 ? ", and the order is probably unknown (create orders with --order-command)" : ""}`,
      advice: handlerAdvice,
    };
  }
  const advice = session.diagnose(response);
  session.blocker = advice;
  const reading =
    advice === undefined
      ? "so the signature probably does not verify"
      : "so the signature is probably not checked yet";
  return {
    verdict: "failed",
    observed: `${observed}; a forged one gets the same response, ${reading}`,
    ...(advice !== undefined && { advice }),
  };
}

/** Writes each lower-case letter as an escape sequence: another text with the same value. */
const escapeLetters = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

/** Deliveries that every endpoint must accept. */
export const genuineChecks: readonly Check[] = [
  {
    id: "genuine",
    group,
    title: "accepts a delivery as the gateway sends it",
    sent: "a successful deposit, compact JSON, correctly signed",
    expected: accepted,
    why: lost,
    advice: verifyRawBytes,
    async run(session) {
      const order = await session.newOrder();
      const response = await session.deliver(paymentOf(order, session));
      const scenario = "a genuine deposit";
      const isPage = session.diagnose(response) !== undefined;
      if (isAccepted(response)) session.expectInLedger({ order, scenario, expected: "once" });
      if (isAccepted(response) && !isPage) return evaluate([[scenario, response]], isAccepted);
      return explainRejection(session, [scenario, response]);
    },
  },
  {
    id: "charset",
    group,
    title: "accepts a charset in the content type",
    sent: "content-type: application/json; charset=utf-8",
    expected: accepted,
    why: lost,
    advice: verifyRawBytes,
    needs: ["genuine"],
    run: (session) =>
      payOnce(session, "a deposit with a charset", () => ({
        headers: { "content-type": "application/json; charset=utf-8" },
      })),
  },
  {
    id: "extra-field",
    group,
    title: "accepts undocumented fields",
    sent: "the documented fields and one more, correctly signed",
    expected: accepted,
    why: "If the gateway adds a field, every payment would be rejected.",
    advice: ignoreUnknownFields,
    needs: ["genuine"],
    run: (session) =>
      payOnce(session, "a deposit with an extra field", undefined, { provider: "northbank" }),
  },
  {
    id: "utf8",
    group,
    title: "hashes non-ASCII characters as UTF-8 bytes",
    sent: "a field with Zoë, 東京 in UTF-8, correctly signed",
    expected: accepted,
    why: "Only customers with such names would not be credited, which goes unnoticed for a long time.",
    advice: verifyRawBytes,
    needs: ["genuine", "extra-field"],
    run: (session) =>
      payOnce(session, "a deposit with non-ASCII text", undefined, { customer_name: "Zoë, 東京" }),
  },
  {
    id: "raw-escapes",
    group,
    title: "hashes escape sequences as sent",
    sent: "characters as \\u0061, signed exactly as sent",
    expected: accepted,
    why:
      "Many JSON serializers escape / or é. A server that hashes JSON.stringify(request.body) rejects such deliveries. " +
      lost,
    advice: verifyBothForms,
    needs: ["genuine"],
    run: (session) =>
      payOnce(session, "a deposit with escape sequences", (text) => ({
        signed: escapeLetters(text),
      })),
  },
  {
    id: "raw-numbers",
    group,
    title: "hashes numbers such as 1.50 as sent",
    sent: 'a field "fee":1.50, signed exactly as sent',
    expected: accepted,
    why: "JSON.parse turns it into 1.5, and serializing it again gives a different hash. " + lost,
    advice: verifyBothForms,
    needs: ["genuine", "extra-field"],
    run: (session) =>
      payOnce(session, "a deposit with the number 1.50", (text) => ({
        signed: `${text.slice(0, -1)},"fee":1.50}`,
      })),
  },
  ...(
    [
      [
        "reformatted-indented",
        "a body indented in transit",
        (_: string, indented: string) => indented,
      ],
      ["reformatted-newline", "a body with a trailing newline", (text: string) => `${text}\n`],
      ["reformatted-escapes", "a body with characters escaped in transit", escapeLetters],
    ] as const
  ).map(([id, scenario, serialize]): Check => ({
    id,
    group,
    title: `accepts ${scenario}`,
    sent: "the documented signature of the compact form, with another serialization as the body",
    expected: accepted,
    why:
      "The documented signature is that of JSON.stringify(payload), whatever the serialization of the body. " +
      lost,
    advice: verifyBothForms,
    needs: ["genuine"],
    run: (session) =>
      payOnce(session, scenario, (text, indented) => ({ sent: serialize(text, indented) })),
  })),
  {
    id: "each-status",
    group,
    title: "acknowledges pending, rejected and expired",
    sent: "a deposit that is pending, then rejected; another that is expired",
    expected: accepted,
    why: "The gateway sends an unacknowledged delivery 15 times, which hides the deliveries that really fail.",
    advice: checkTypeAndStatus,
    needs: ["genuine"],
    async run(session) {
      const [declined, expired] = [await session.newOrder(), await session.newOrder()];
      const payload = paymentOf(declined, session, { status: "pending" });
      const probes = [
        ["pending", await session.deliver(payload)],
        ["rejected", await session.deliver({ ...payload, status: "rejected" })],
        ["expired", await session.deliver(paymentOf(expired, session, { status: "expired" }))],
      ] as const;
      session.expectInLedger({
        order: declined,
        scenario: "a rejected deposit",
        expected: "unpaid",
      });
      session.expectInLedger({
        order: expired,
        scenario: "an expired deposit",
        expected: "unpaid",
      });
      return evaluate(probes, isAccepted);
    },
  },
  ...(["status", "transaction_type"] as const).map((field): Check => ({
    id: field === "status" ? "unknown-status" : "unknown-type",
    group,
    title: `handles an undocumented ${field} without an error`,
    sent: `"${field}":"doctor_made_this_up", correctly signed`,
    expected: "2xx; a 4xx is a warning, because the gateway retries it 15 times",
    why: "The documentation only lists examples. When a new value appears, an error here causes 15 alarms per payment.",
    advice: checkTypeAndStatus,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const response = await session.deliver(
        paymentOf(order, session, { [field]: "doctor_made_this_up" }),
      );
      session.expectInLedger({ order, scenario: `an unknown ${field}`, expected: "unpaid" });
      return evaluate([[`unknown ${field}`, response]], isAccepted, (wrong) =>
        isRefused(wrong) ? "warned" : "failed",
      );
    },
  })),
];
