import { describe, expect, it } from "vitest";
import { checkAnswer } from "../../src/sandbox/check-answer.js";

const request = {
  method: "GET",
  target: "/portal",
  headers: [],
  body: "",
  framing: "none",
  chunkBytes: 1,
};
const nosniff = ["x-content-type-options", "nosniff"];
const html = [["content-type", "text/html"], nosniff, ["content-security-policy", "x"]];
const answer = (changes) => ({
  status: 200,
  head: "",
  headers: html,
  body: Buffer.from(""),
  isHanging: false,
  ms: 1,
  ...changes,
});

describe("checkAnswer", () => {
  it("accepts a page", () => {
    expect(checkAnswer(request, answer({ body: Buffer.from("<p>a\tb</p>\n") }))).toBeUndefined();
  });

  it.each([
    ["no answer in time", { isHanging: true }],
    ["no answer", { status: 0 }],
    ["the status 500", { status: 500 }],
    ["markup", { body: Buffer.from("<zz9>") }],
    ["control character", { body: Buffer.from("\u001b[31m") }],
    ["control character", { body: Buffer.from("\u009b31m") }],
    ["a page without a content policy", { headers: html.slice(0, 2) }],
    ["browsers may guess", { headers: [["content-type", "text/plain"]] }],
    [
      "no JSON",
      { headers: [["content-type", "application/json"], nosniff], body: Buffer.from("{") },
    ],
    ["no printable ASCII", { head: "X: \u009b" }],
  ])("finds: %s", (problem, changes) => {
    expect(checkAnswer(request, answer(changes))).toContain(problem);
  });

  it("wants JSON of the API", () => {
    const headers = [["content-type", "text/plain"], nosniff];
    const refused = answer({ status: 404, headers, body: Buffer.from("x") });
    expect(checkAnswer({ ...request, target: "/transactions/x" }, refused)).toContain("text/plain");
  });
});
