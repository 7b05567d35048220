import { describe, expect, it } from "vitest";
import { outcomeResponses, toResponse } from "../../src/webhooks/outcome.js";

describe("outcomeResponses", () => {
  it("matches the documented table", () => {
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
});

describe("toResponse", () => {
  it("sends Retry-After for in-progress", () => {
    expect(toResponse("in-progress").headers["retry-after"]).toMatch(/^\d+$/);
  });

  it("responds with 503 if stored in memory", () => {
    expect(toResponse("unreadable").status).toBe(200);
    expect(toResponse("unreadable", false).status).toBe(503);
    for (const outcome of ["processed", "queued", "duplicate", "malformed"] as const) {
      expect(toResponse(outcome, false)).toEqual(toResponse(outcome));
    }
  });
});
