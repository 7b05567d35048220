import { acknowledgeAgain, answerSoon, applyOnceAtOnce, keepFinal } from "../advice.js";
import type { Check } from "../check.js";
import { paymentOf } from "../payload.js";
import type { Booking } from "../bookings.js";
import { isAccepted, isRefused, judge, type Probe, type Probes } from "../observation.js";

const group = "Repetitions and order";
const seriesCount = 15;
const atOnceCount = 8;
/** How often a delivery that is told to come again comes again, a second apart. */
const settlingTries = 5;

const slowMs = 2_000;
const tooSlowMs = 5_000;

/** An acknowledged payment is the merchant's to book; one that never was may still come. */
function onceIfAny(probes: Probes): Booking["expected"] {
  return probes.some(([, answer]) => isAccepted(answer)) ? "once" : "at-most-once";
}

/** What a gateway does when answers get lost. */
export const repetitionChecks: readonly Check[] = [
  {
    id: "duplicates-in-series",
    group,
    title: "the same delivery 15 times is acknowledged each time",
    sent: "one successful deposit, 15 times one after the other",
    expected: "2xx each time",
    why: "The gateway repeats what it got no answer to. Whoever refuses the repetition is sent it again, until it gives up.",
    advice: acknowledgeAgain,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit);
      const probes = [];
      for (let n = 1; n <= seriesCount; n += 1) {
        probes.push([`no. ${n}`, await visit.deliver(payload)] as const);
      }
      visit.expectBooked({ order, scene: "a deposit told 15 times", expected: onceIfAny(probes) });
      return judge(probes, isAccepted);
    },
  },
  {
    id: "duplicates-respelled",
    group,
    title: "a repetition in another serialization is acknowledged",
    sent: "one deposit compact, indented and with a newline",
    expected: "2xx each time",
    why: "Whoever knows a delivery again by its bytes or its signature applies another serialization of it as a new one.",
    advice: acknowledgeAgain,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit);
      const text = visit.write(payload);
      // A serialization that is refused by itself has its own line above, and is no news here.
      const isTaken = (id: string): boolean => visit.verdictOf(id) === "passed";
      const probes: Probe[] = [["compact", await visit.deliver(payload)]];
      if (isTaken("respelled-indented")) {
        const sent = visit.write(payload, 2);
        probes.push(["indented", await visit.deliver(payload, { sent })]);
      }
      if (isTaken("respelled-newline")) {
        probes.push(["newline", await visit.deliver(payload, { sent: `${text}\n` })]);
      }
      visit.expectBooked({
        order,
        scene: "a deposit in other serializations",
        expected: onceIfAny(probes),
      });
      return judge(probes, isAccepted);
    },
  },
  {
    id: "duplicates-at-once",
    group,
    title: "the same delivery 8 times at once makes no error",
    sent: "one successful deposit, 8 times at the same moment, and once more afterwards",
    expected: "2xx, or 503 while another one is being applied; 2xx in the end",
    why: "A slow first answer and its repetition do meet. A unique constraint that comes up as a 500 is an alarm for nothing.",
    advice: applyOnceAtOnce,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit);
      const answers = await Promise.all(
        Array.from({ length: atOnceCount }, () => visit.deliver(payload)),
      );
      let last = await visit.deliver(payload);
      for (let n = 1; n < settlingTries && last.status === 503; n += 1) {
        await visit.wait(1_000);
        last = await visit.deliver(payload);
      }
      const atOnce: Probes = answers.map(
        (answer, index) => [`at once, no. ${index + 1}`, answer] as const,
      );
      const afterwards = ["afterwards", last] as const;
      visit.expectBooked({
        order,
        scene: "a deposit told 8 times at once",
        expected: onceIfAny([...atOnce, afterwards]),
        isAtOnce: true,
      });
      return judge(
        [...atOnce, afterwards],
        (answer) => isAccepted(answer) || (answer !== last && answer.status === 503),
      );
    },
  },
  {
    id: "late-pending",
    group,
    title: "a pending that comes after the final status is acknowledged",
    sent: "a successful deposit, then its pending",
    expected: "2xx for both",
    why: "Order is not promised. A refused pending is sent 15 times; an applied one takes a paid order back.",
    advice: keepFinal,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit);
      const first = await visit.deliver(payload);
      const late = await visit.deliver({ ...payload, status: "pending" });
      const expected = onceIfAny([["successful", first]]);
      visit.expectBooked({ order, scene: "a deposit with a late pending", expected });
      return judge(
        [
          ["successful", first],
          ["late pending", late],
        ],
        isAccepted,
      );
    },
  },
  {
    id: "contradiction",
    group,
    title: "a success after a rejection makes no error",
    sent: "a rejected deposit, then the same one successful",
    expected: "2xx; a 4xx is a warning: it will be sent 15 times, and then never",
    why: "Providers do change their minds. The money is there, and somebody has to learn of it.",
    advice: keepFinal,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit, { status: "rejected" });
      const probes = [
        ["rejected", await visit.deliver(payload)],
        ["then successful", await visit.deliver({ ...payload, status: "successful" })],
      ] as const;
      // To be credited, or shown to a person: both are right.
      visit.expectBooked({ order, scene: "a success after a rejection", expected: "at-most-once" });
      return judge(probes, isAccepted, (answer) => (isRefused(answer) ? "warned" : "failed"));
    },
  },
  {
    id: "conflict",
    group,
    title: "the same change with another amount makes no error",
    sent: "a successful deposit, then the same id and status with more money, rightly signed",
    expected: "2xx or 4xx for the second, and no 5xx",
    why: "It is not to be applied, and not to be an outage: a person must see it.",
    advice: keepFinal,
    needs: ["genuine"],
    async play(visit) {
      const order = await visit.newOrder();
      const payload = paymentOf(order, visit);
      const first = await visit.deliver(payload);
      const second = await visit.deliver({ ...payload, amount: `9${order.amount}` });
      const expected = onceIfAny([["first", first]]);
      visit.expectBooked({ order, scene: "a deposit told again with more money", expected });
      const probes = [
        ["first", first],
        ["with more money", second],
      ] as const;
      return judge(
        probes,
        (answer) => isAccepted(answer) || (answer === second && isRefused(answer)),
      );
    },
  },
  {
    id: "answer-time",
    group,
    title: "deliveries are answered in good time",
    sent: "all of the above",
    expected: `below ${slowMs} ms; from ${tooSlowMs} ms on it fails`,
    why: "How long the gateway waits is not documented. When it gives up, the delivery counts as failed although it was applied.",
    advice: answerSoon,
    needs: ["genuine"],
    play({ slowestMs }) {
      const verdict = slowestMs < slowMs ? "passed" : slowestMs < tooSlowMs ? "warned" : "failed";
      return { verdict, seen: `the slowest took ${Math.ceil(slowestMs)} ms` };
    },
  },
];
