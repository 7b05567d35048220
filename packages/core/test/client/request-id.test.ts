import { describe, expect, it } from "vitest";
import { readRequestId, readTraceId } from "../../src/client/request-id.js";
import { createRedactor } from "../../src/protocol/redact.js";
import { checkout, clientOf, failureOf, respondWith, startGateway } from "./stub-gateway.js";

const redact = createRedactor(["secret-key-0001"]);
const read = (headers: Record<string, string>): string | undefined =>
  readRequestId(new Headers(headers), redact);

describe("readRequestId", () => {
  it("prefers x-request-id", () => {
    expect(read({ "x-request-id": "r-1", "x-correlation-id": "c-1" })).toBe("r-1");
    expect(read({ "x-request-id": "", "x-correlation-id": "c-1" })).toBe("c-1");
    expect(read({ "x-correlation-id": "c-1" })).toBe("c-1");
    expect(read({ traceparent: "00-1" })).toBeUndefined();
  });

  it("returns one line without secrets", () => {
    expect(read({ "x-request-id": "a\u009B31m" })).toBe("a\\u009b31m");
    expect(read({ "x-request-id": "id SECRET-key-0001" })).not.toContain("0001");
    expect(read({ "x-request-id": "r".repeat(5_000) })?.length).toBeLessThan(300);
  });
});

describe("readTraceId", () => {
  const id = "4bf92f3577b34da6a3ce929d0e0e4736";

  it.each([
    [`00-${id}-00f067aa0ba902b7-01`, id],
    [`01-${id}-00f067aa0ba902b7-01-later`, id],
    [`00-${"0".repeat(32)}-00f067aa0ba902b7-01`, undefined],
    [`00-${id}-01`, undefined],
    [id, undefined],
    ["", undefined],
  ])("reads %s", (traceparent, expected) => {
    expect(readTraceId(new Headers({ traceparent }))).toBe(expected);
  });

  it("returns nothing without the header", () => {
    expect(readTraceId(new Headers())).toBeUndefined();
  });
});

describe("the gateway's id of a request", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const headers = { "x-request-id": "r-1", traceparent };

  it("is on the error of a rejection", async () => {
    const gateway = await startGateway(respondWith(422, {}, headers));
    const error = await failureOf(clientOf(gateway).payouts.request(checkout));
    expect(error).toMatchObject({ code: "request_rejected", requestId: "r-1" });
  });

  it("is on the error of a fault, with the trace id in its report", async () => {
    const gateway = await startGateway(respondWith(500, {}, headers));
    const error = await failureOf(clientOf(gateway, { retries: 0 }).transactions.list());
    expect(error).toMatchObject({
      code: "gateway_fault",
      requestId: "r-1",
      report: expect.stringContaining("\n  trace id: 4bf92f3577b34da6a3ce929d0e0e4736\n"),
    });
  });

  it("is undefined without one", async () => {
    const gateway = await startGateway(respondWith(422));
    const error = await failureOf(clientOf(gateway).payouts.request(checkout));
    expect(error).toHaveProperty("requestId", undefined);
  });
});
