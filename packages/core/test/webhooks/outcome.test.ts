import { expect, test } from "vitest";
import { outcomeResponses, toAnswer } from "../../src/webhooks/outcome.js";

test("the table is the one that the documentation tells", () => {
  const statuses = Object.fromEntries(
    Object.entries(outcomeResponses).map(([outcome, { status }]) => [outcome, status]),
  );
  expect(statuses).toEqual({
    processed: 200,
    unhandled: 200,
    queued: 200,
    duplicate: 200,
    stale: 200,
    conflict: 200,
    unreadable: 200,
    "in-progress": 503,
    "handler-failed": 500,
    "inbox-unavailable": 503,
    unconfirmed: 503,
    "bad-signature": 401,
    malformed: 400,
    "too-large": 413,
    "unsupported-encoding": 415,
    "method-not-allowed": 405,
  });
});

test("the answer of in-progress says when to come again", () => {
  expect(toAnswer("in-progress").headers["retry-after"]).toMatch(/^\d+$/);
});

test("responds with 503 to what is kept only in memory", () => {
  expect(toAnswer("unreadable").status).toBe(200);
  expect(toAnswer("unreadable", false).status).toBe(503);
  for (const outcome of ["processed", "queued", "duplicate", "malformed"] as const) {
    expect(toAnswer(outcome, false)).toEqual(toAnswer(outcome));
  }
});
