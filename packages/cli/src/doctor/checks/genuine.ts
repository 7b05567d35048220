import { keepTheBytes, readTheStatus, takeMoreFields, verifyBothForms } from "../advice.js";
import type { Check, DeliveryOptions, Observation, DoctorSession } from "../check.js";
import { paymentOf } from "../payload.js";
import { describe, isAccepted, isRefused, judge } from "../observation.js";

const group = "Genuine deliveries";
const accepted = "2xx";
const lost =
  "A genuine delivery that is refused is tried 15 times in about 70 minutes and then never again: the customer has paid, " +
  "and you do not know.";

/** Pays a new order with one delivery, and notes that it is to be booked if it was acknowledged. */
async function payOnce(
  visit: DoctorSession,
  scene: string,
  spell: (text: string, indented: string) => DeliveryOptions = () => ({}),
  more: object = {},
): Promise<Observation> {
  const order = await visit.newOrder();
  const payload = { ...paymentOf(order, visit), ...more };
  const answer = await visit.deliver(payload, spell(visit.write(payload), visit.write(payload, 2)));
  if (isAccepted(answer)) visit.expectBooked({ order, scene, expected: "once" });
  return judge([[scene, answer]], isAccepted);
}

/** Each small letter as an escape: another text, the same value. */
const escapeLetters = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);

/** What a server of the merchant's must accept. */
export const genuineChecks: readonly Check[] = [
  {
    id: "genuine",
    group,
    title: "a delivery as the gateway sends it is accepted",
    sent: "a successful deposit, compact JSON, rightly signed",
    expected: accepted,
    why: lost,
    advice: keepTheBytes,
    async play(visit) {
      const observation = await payOnce(visit, "as the gateway sends it");
      if (observation.verdict === "passed") return observation;
      const body = visit.write(paymentOf(await visit.forgedOrder(), visit));
      const forged = await visit.post({
        headers: { "content-type": "application/json", [visit.signatureHeader]: "0".repeat(40) },
        body,
      });
      const isSame = observation.seen.endsWith(describe(forged));
      const reading = isSame
        ? "a forged one gets the same: the signature cannot be verified here"
        : `a forged one gets ${describe(forged)}: the signature may be fine, and the order not known (prepare some: --order-command)`;
      return { ...observation, seen: `${observation.seen}; ${reading}` };
    },
  },
  {
    id: "charset",
    group,
    title: "a charset in the content type changes nothing",
    sent: "content-type: application/json; charset=utf-8",
    expected: accepted,
    why: lost,
    advice: keepTheBytes,
    needs: ["genuine"],
    play: (visit) =>
      payOnce(visit, "with a charset", () => ({
        headers: { "content-type": "application/json; charset=utf-8" },
      })),
  },
  {
    id: "extra-field",
    group,
    title: "a field that is not documented is taken as it is",
    sent: "the documented fields and one more, rightly signed",
    expected: accepted,
    why: "The day the gateway adds a field, every payment would be refused.",
    advice: takeMoreFields,
    needs: ["genuine"],
    play: (visit) => payOnce(visit, "with a field more", undefined, { provider: "northbank" }),
  },
  {
    id: "utf8",
    group,
    title: "letters beyond ASCII are hashed as the bytes they are",
    sent: "a field that says Zoë, 東京 in UTF-8, rightly signed",
    expected: accepted,
    why: "Only customers with such names would not be credited: a fault that is found late.",
    advice: keepTheBytes,
    needs: ["genuine", "extra-field"],
    play: (visit) => payOnce(visit, "beyond ASCII", undefined, { customer_name: "Zoë, 東京" }),
  },
  {
    id: "raw-escapes",
    group,
    title: "escapes that JSON.stringify would not write are hashed as sent",
    sent: "letters as \\u0061, signed exactly as sent",
    expected: accepted,
    why:
      "Many JSON writers escape / or é. Whoever hashes JSON.stringify(request.body) refuses those deliveries. " +
      lost,
    advice: verifyBothForms,
    needs: ["genuine"],
    play: (visit) =>
      payOnce(visit, "escapes, signed as sent", (text) => ({ signed: escapeLetters(text) })),
  },
  {
    id: "raw-numbers",
    group,
    title: "a number such as 1.50 is hashed as sent",
    sent: 'a field "fee":1.50, signed exactly as sent',
    expected: accepted,
    why: "JSON.parse makes it 1.5, and the hash of what is written again is another one. " + lost,
    advice: verifyBothForms,
    needs: ["genuine", "extra-field"],
    play: (visit) =>
      payOnce(visit, "1.50, signed as sent", (text) => ({
        signed: `${text.slice(0, -1)},"fee":1.50}`,
      })),
  },
  ...(
    [
      [
        "respelled-indented",
        "a body that was indented on the way",
        (_: string, indented: string) => indented,
      ],
      ["respelled-newline", "a body with a newline at its end", (text: string) => `${text}\n`],
      ["respelled-escapes", "a body whose letters were escaped on the way", escapeLetters],
    ] as const
  ).map(([id, scene, spell]): Check => ({
    id,
    group,
    title: `${scene} is accepted`,
    sent: "the signature is that of the compact form, as documented; the text is spelled otherwise",
    expected: accepted,
    why:
      "The documented signature is that of JSON.stringify(payload), however the text is spelled. " +
      lost,
    advice: verifyBothForms,
    needs: ["genuine"],
    play: (visit) => payOnce(visit, scene, (text, indented) => ({ sent: spell(text, indented) })),
  })),
  {
    id: "each-status",
    group,
    title: "pending, rejected and expired are acknowledged",
    sent: "a deposit that is pending, then rejected; another that is expired",
    expected: accepted,
    why: "What is not acknowledged is sent 15 times, and hides the deliveries that do fail.",
    advice: readTheStatus,
    needs: ["genuine"],
    async play(visit) {
      const [declined, expired] = [await visit.newOrder(), await visit.newOrder()];
      const payload = paymentOf(declined, visit, { status: "pending" });
      const probes = [
        ["pending", await visit.deliver(payload)],
        ["rejected", await visit.deliver({ ...payload, status: "rejected" })],
        ["expired", await visit.deliver(paymentOf(expired, visit, { status: "expired" }))],
      ] as const;
      visit.expectBooked({ order: declined, scene: "a rejected deposit", expected: "unpaid" });
      visit.expectBooked({ order: expired, scene: "an expired deposit", expected: "unpaid" });
      return judge(probes, isAccepted);
    },
  },
  ...(["status", "transaction_type"] as const).map((field): Check => ({
    id: field === "status" ? "unknown-status" : "unknown-type",
    group,
    title: `a ${field} that is not documented makes no error`,
    sent: `"${field}":"doctor_made_this_up", rightly signed`,
    expected: "2xx; a 4xx is a warning: it will be sent 15 times",
    why: "The documentation lists examples. On the day of a new word, an error here is 15 alarms for each payment.",
    advice: readTheStatus,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const answer = await visit.deliver(
        paymentOf(order, visit, { [field]: "doctor_made_this_up" }),
      );
      visit.expectBooked({ order, scene: `an unknown ${field}`, expected: "unpaid" });
      return judge([[`unknown ${field}`, answer]], isAccepted, (wrong) =>
        isRefused(wrong) ? "warned" : "failed",
      );
    },
  })),
];
