import {
  acknowledgeDuplicates,
  respondQuickly,
  applyOnceConcurrently,
  keepFinalStatus,
} from "../advice.js";
import type { Check } from "../check.js";
import { paymentOf } from "../payload.js";
import type { LedgerExpectation } from "../ledger-expectation.js";
import { isAccepted, isRefused, evaluate, type Probe, type Probes } from "../observation.js";

const group = "Duplicates and ordering";
const seriesCount = 15;
const concurrentCount = 8;
/** How often a delivery with a 503 is retried, one second apart. */
const retryCount = 5;

const slowMs = 2_000;
const tooSlowMs = 5_000;

/** The merchant must credit an acknowledged payment, and may credit one that was never acknowledged. */
function onceIfAny(probes: Probes): LedgerExpectation["expected"] {
  return probes.some(([, response]) => isAccepted(response)) ? "once" : "at-most-once";
}

/** What the gateway does when responses get lost. */
export const duplicateChecks: readonly Check[] = [
  {
    id: "duplicates-sequential",
    group,
    title: "acknowledges the same delivery 15 times",
    sent: "one successful deposit, 15 times in sequence",
    expected: "2xx each time",
    why: "The gateway retries when a response is lost. If you reject the duplicate, it keeps retrying until it stops for good.",
    advice: acknowledgeDuplicates,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session);
      const probes = [];
      for (let n = 1; n <= seriesCount; n += 1) {
        probes.push([`delivery ${n}`, await session.deliver(payload)] as const);
      }
      session.expectInLedger({
        order,
        scenario: "a deposit delivered 15 times",
        expected: onceIfAny(probes),
      });
      return evaluate(probes, isAccepted);
    },
  },
  {
    id: "duplicates-reformatted",
    group,
    title: "acknowledges a duplicate in another serialization",
    sent: "one deposit compact, indented and with a newline",
    expected: "2xx each time",
    why: "A server that detects duplicates by their bytes or signature applies another serialization as a new delivery.",
    advice: acknowledgeDuplicates,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session);
      const text = session.write(payload);
      // Another check reports a serialization that is rejected on its own.
      const isSupported = (id: string): boolean => session.verdictOf(id) === "passed";
      const probes: Probe[] = [["compact", await session.deliver(payload)]];
      if (isSupported("reformatted-indented")) {
        const sent = session.write(payload, 2);
        probes.push(["indented", await session.deliver(payload, { sent })]);
      }
      if (isSupported("reformatted-newline")) {
        probes.push(["newline", await session.deliver(payload, { sent: `${text}\n` })]);
      }
      session.expectInLedger({
        order,
        scenario: "a deposit in other serializations",
        expected: onceIfAny(probes),
      });
      return evaluate(probes, isAccepted);
    },
  },
  {
    id: "duplicates-concurrent",
    group,
    title: "handles 8 concurrent duplicates without an error",
    sent: "one successful deposit, 8 times concurrently, and once more afterwards",
    expected: "2xx, or 503 while another one is being applied; 2xx in the end",
    why: "A retry can arrive while the first delivery is still running. A unique constraint that becomes a 500 is a false alarm.",
    advice: applyOnceConcurrently,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session);
      const responses = await Promise.all(
        Array.from({ length: concurrentCount }, () => session.deliver(payload)),
      );
      let last = await session.deliver(payload);
      for (let n = 1; n < retryCount && last.status === 503; n += 1) {
        await session.wait(1_000);
        last = await session.deliver(payload);
      }
      const concurrent: Probes = responses.map(
        (response, index) => [`concurrent delivery ${index + 1}`, response] as const,
      );
      const afterwards = ["afterwards", last] as const;
      session.expectInLedger({
        order,
        scenario: "a deposit delivered 8 times concurrently",
        expected: onceIfAny([...concurrent, afterwards]),
        isConcurrent: true,
      });
      return evaluate(
        [...concurrent, afterwards],
        (response) => isAccepted(response) || (response !== last && response.status === 503),
      );
    },
  },
  {
    id: "late-pending",
    group,
    title: "acknowledges a pending after the final status",
    sent: "a successful deposit, then its pending",
    expected: "2xx for both",
    why: "Deliveries can arrive out of order. A rejected pending is sent 15 times; an applied one reverts a paid order.",
    advice: keepFinalStatus,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session);
      const first = await session.deliver(payload);
      const late = await session.deliver({ ...payload, status: "pending" });
      const expected = onceIfAny([["successful", first]]);
      session.expectInLedger({ order, scenario: "a deposit with a late pending", expected });
      return evaluate(
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
    title: "handles a success after a rejection without an error",
    sent: "a rejected deposit, then the same one successful",
    expected: "2xx; a 4xx is a warning, because the gateway retries it 15 times and then stops",
    why: "Providers do reverse decisions. The money has arrived, and your team has to be notified.",
    advice: keepFinalStatus,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session, { status: "rejected" });
      const probes = [
        ["rejected", await session.deliver(payload)],
        ["then successful", await session.deliver({ ...payload, status: "successful" })],
      ] as const;
      // Crediting it and flagging it for review are both correct.
      session.expectInLedger({
        order,
        scenario: "a success after a rejection",
        expected: "at-most-once",
      });
      return evaluate(probes, isAccepted, (response) =>
        isRefused(response) ? "warned" : "failed",
      );
    },
  },
  {
    id: "conflict",
    group,
    title: "handles a changed amount without an error",
    sent: "a successful deposit, then the same id and status with a larger amount, correctly signed",
    expected: "2xx or 4xx for the second, and no 5xx",
    why: "It must not be applied, and must not look like an outage. Flag it for review.",
    advice: keepFinalStatus,
    needs: ["genuine"],
    async run(session) {
      const order = await session.newOrder();
      const payload = paymentOf(order, session);
      const first = await session.deliver(payload);
      const second = await session.deliver({ ...payload, amount: `9${order.amount}` });
      const expected = onceIfAny([["first", first]]);
      session.expectInLedger({
        order,
        scenario: "a deposit redelivered with a larger amount",
        expected,
      });
      const probes = [
        ["first", first],
        ["larger amount", second],
      ] as const;
      return evaluate(
        probes,
        (response) => isAccepted(response) || (response === second && isRefused(response)),
      );
    },
  },
  {
    id: "response-time",
    group,
    title: "responds in time",
    sent: "all of the above",
    expected: `less than ${slowMs} ms; ${tooSlowMs} ms or more fails`,
    why: "The gateway's timeout is not documented. After a timeout the delivery counts as failed although it was applied.",
    advice: respondQuickly,
    needs: ["genuine"],
    run({ slowestMs }) {
      const verdict = slowestMs < slowMs ? "passed" : slowestMs < tooSlowMs ? "warned" : "failed";
      return { verdict, observed: `the slowest took ${Math.ceil(slowestMs)} ms` };
    },
  },
];
