import { expect, it } from "vitest";
import { judgeClient } from "../../src/oracle/judge-client.js";

const report = (tracking_id, verdict) => ({ tracking_id, verdict });

it("finds nothing wrong with honest reports", () => {
  const reports = [report("1", "done"), report("2", "unknown"), report("3", "nothing-done")];
  const posts = new Map([
    ["1", 1],
    ["2", 1],
  ]);
  const none = { lost: 0, lostKeys: [], doubled: 0, regressed: 0, phantoms: 0 };
  expect(judgeClient(reports, posts)).toEqual({ ...none, notFound: 0, other: 0 });
});

it("sees a payment that was sent again", () => {
  const posts = new Map([["1", 3]]);
  expect(judgeClient([report("1", "unknown")], posts).doubled).toBe(2);
});

it("sees a payment that is said not to be sent", () => {
  const judged = judgeClient([report("1", "nothing-done")], new Map([["1", 1]]));
  expect(judged).toMatchObject({ lost: 1, lostKeys: ["1"] });
});

it("sees a success that the gateway does not know", () => {
  expect(judgeClient([report("1", "done")], new Map()).phantoms).toBe(1);
});

it("sees a payment that the client did not find", () => {
  expect(judgeClient([report("1", "not-found")], new Map([["1", 1]])).notFound).toBe(1);
});
