import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkResponse } from "../../src/sandbox/check-response.js";
import type { Header, RawResponse } from "../../src/sandbox/send-request.js";

const request = { target: "/portal", body: "", framing: "none" } as const;
const nosniff: Header = ["x-content-type-options", "nosniff"];
const html: Header = ["content-type", "text/html"];
const policy: Header = ["content-security-policy", "x"];
const json: Header = ["content-type", "application/json"];
const gzip: Header = ["content-encoding", "gzip"];
const plain: Header = ["content-type", "text/plain"];
const page: RawResponse = {
  status: 200,
  head: "",
  headers: [html, nosniff, policy],
  body: Buffer.from("<p>a\tb</p>\n"),
  timedOut: false,
};

interface Case {
  problem: string;
  changes: Partial<RawResponse>;
}

const cases: Case[] = [
  { problem: "no response in time", changes: { timedOut: true } },
  { problem: "no response", changes: { status: 0 } },
  { problem: "status 500", changes: { status: 500 } },
  { problem: "unescaped markup", changes: { body: Buffer.from("<zz9>") } },
  { problem: "control character", changes: { body: Buffer.from("\u001b[31m") } },
  { problem: "control character", changes: { body: Buffer.from("\u009b31m") } },
  { problem: "without a content security policy", changes: { headers: [html, nosniff] } },
  { problem: "without nosniff", changes: { headers: [plain] } },
  { problem: "invalid JSON", changes: { headers: [json, nosniff], body: Buffer.from("{") } },
  { problem: "not printable ASCII", changes: { head: "X: \u009b" } },
  { problem: "content encoding", changes: { headers: [...page.headers, gzip] } },
  {
    problem: "control character",
    changes: { headers: [...page.headers, gzip], body: gzipSync("\u001b[31m") },
  },
];

describe("checkResponse", () => {
  it("accepts a page", () => {
    expect(checkResponse(request, page)).toBeUndefined();
  });

  it.each(cases)("reports: $problem", ({ problem, changes }) => {
    expect(checkResponse(request, { ...page, ...changes })).toContain(problem);
  });

  it("requires JSON for an API error", () => {
    const response = { ...page, status: 404, headers: [plain, nosniff], body: Buffer.from("x") };
    const problem = checkResponse({ ...request, target: "/transactions/x" }, response);
    expect(problem).toContain("text/plain");
  });
});
