import { describe, expect, it } from "vitest";
import {
  type ClientOutcome,
  type ClientReport,
  compareClient,
} from "../../src/oracle/compare-client.js";

const report = (tracking_id: string, outcome: ClientOutcome): ClientReport => ({
  tracking_id,
  outcome,
});

describe("compareClient", () => {
  it("accepts correct reports", () => {
    const reports = [report("1", "done"), report("2", "unknown"), report("3", "nothing-done")];
    const posts = new Map([
      ["1", 1],
      ["2", 1],
    ]);
    const none = { lost: 0, lostKeys: [], doubled: 0, regressed: 0, phantoms: 0 };
    expect(compareClient(reports, posts)).toEqual({ ...none, notFound: 0, other: 0 });
  });

  it("detects a payment that was sent again", () => {
    const posts = new Map([["1", 3]]);
    expect(compareClient([report("1", "unknown")], posts).doubled).toBe(2);
  });

  it("detects a payment reported as not sent", () => {
    const verdict = compareClient([report("1", "nothing-done")], new Map([["1", 1]]));
    expect(verdict).toMatchObject({ lost: 1, lostKeys: ["1"] });
  });

  it("detects a success that the gateway does not have", () => {
    expect(compareClient([report("1", "done")], new Map()).phantoms).toBe(1);
  });

  it("detects a payment reported as not found", () => {
    expect(compareClient([report("1", "not-found")], new Map([["1", 1]])).notFound).toBe(1);
  });
});
