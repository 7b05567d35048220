// @ts-check
import type { Played } from "../../src/play/play-attacks.js";
import { describe, expect, it } from "vitest";
import { findFaults } from "../../src/verdict/find-faults.js";

const clean: Played = {
  peak: 100,
  grown: 10,
  isParsedByHost: false,
  p50: 1,
  p99: 2,
  cpu: 20,
  deadlineMs: 8000,
  healthy: { sent: 5, lost: [], latencies: [1, 1, 1, 1, 2] },
  hostile: { connections: 4, requests: 10, settled: 10, bytes: 100, statuses: { 401: 10 } },
  work: { handled: 5, doubled: 0, claims: 5 },
};

describe("findFaults", () => {
  it("finds none in a clean round", () => {
    expect(findFaults(clean)).toEqual([]);
  });

  it.each([
    ["memory", { grown: 500 }, "memory grew by 500 MB, the limit allows 81 MB"],
    ["work", { cpu: 200 }, "a request took 20.0 ms of processor time, at most 10 ms"],
    [
      "waiting requests",
      { hostile: { ...clean.hostile, settled: 8 } },
      "2 of 10 requests got no response within 8 s",
    ],
    [
      "server errors",
      { hostile: { ...clean.hostile, statuses: { 401: 9, 500: 1 } } },
      "1 hostile requests got a 500",
    ],
    [
      "doubled deliveries",
      { work: { handled: 6, doubled: 1, claims: 5 } },
      "5 deliveries were accepted and 6 applied, 1 of them twice",
    ],
    [
      "unsigned store calls",
      { work: { handled: 5, doubled: 0, claims: 9 } },
      "the store was asked 4 times for unsigned deliveries",
    ],
  ])("reports %s", (_, change, fault) => {
    expect(findFaults({ ...clean, ...change })).toEqual([fault]);
  });

  it("reports lost deliveries with their reasons", () => {
    const healthy = { sent: 7, lost: ["503", "ECONNRESET"], latencies: [1] };
    const faults = findFaults({ ...clean, healthy });
    expect(faults).toEqual(["2 healthy deliveries were lost (503, ECONNRESET)"]);
  });

  it("allows each connection its body", () => {
    const hostile = { ...clean.hostile, connections: 120 };
    expect(findFaults({ ...clean, grown: 100, hostile })).toEqual([]);
  });

  it("leaves the memory of the host's own parser to the comparison with the peer", () => {
    expect(findFaults({ ...clean, grown: 500, isParsedByHost: true })).toEqual([]);
  });
});
