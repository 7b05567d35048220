import { describe, expect, it } from "vitest";
import type { Played } from "../../src/play/play-attacks.js";
import { findFaults } from "../../src/verdict/find-faults.js";

const clean: Played = {
  peak: 100,
  growth: 10,
  isParsedByHost: false,
  p99: 2,
  cpu: 20,
  deadlineMs: 8000,
  healthy: { sent: 5, lost: [], latenciesMs: [1, 1, 1, 1, 2] },
  hostile: { connections: 4, requests: 10, settled: 10, bytes: 100, statuses: { 401: 10 } },
  work: { handled: 5, handledTwice: 0, claims: 5 },
};

const faults: readonly [title: string, change: Partial<Played>, fault: string][] = [
  ["memory", { growth: 500 }, "memory grew by 500 MB, the limit is 81 MB"],
  ["processor time", { cpu: 200 }, "a request took 20.0 ms of processor time, the limit is 10 ms"],
  [
    "requests without a response",
    { hostile: { ...clean.hostile, settled: 8 } },
    "2 of 10 requests got no response within 8 s",
  ],
  [
    "server errors",
    { hostile: { ...clean.hostile, statuses: { 401: 9, 500: 1 } } },
    "1 hostile requests got a 500",
  ],
  [
    "deliveries applied twice",
    { work: { handled: 6, handledTwice: 1, claims: 5 } },
    "5 deliveries were accepted and 6 applied, 1 of them twice",
  ],
  [
    "store calls for unsigned deliveries",
    { work: { handled: 5, handledTwice: 0, claims: 9 } },
    "unsigned deliveries caused 4 calls to the store",
  ],
  [
    "lost deliveries with their reasons",
    { healthy: { sent: 7, lost: ["503", "ECONNRESET"], latenciesMs: [1] } },
    "2 healthy deliveries were lost (503, ECONNRESET)",
  ],
];

describe("findFaults", () => {
  it("finds none in a clean round", () => {
    expect(findFaults(clean)).toEqual([]);
  });

  it.each(faults)("reports %s", (_, change, fault) => {
    expect(findFaults({ ...clean, ...change })).toEqual([fault]);
  });

  it("allows each connection its body", () => {
    const hostile = { ...clean.hostile, connections: 120 };
    expect(findFaults({ ...clean, growth: 100, hostile })).toEqual([]);
  });

  it("ignores memory of the host's own parser", () => {
    expect(findFaults({ ...clean, growth: 500, isParsedByHost: true })).toEqual([]);
  });
});
