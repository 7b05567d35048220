import { describe, expect, it } from "vitest";
import { createTaskReader } from "../run-turbo.mjs";

/** What is reported of these lines of turbo. */
function read(lines, errors = []) {
  const ends = [];
  const reader = createTaskReader((end) => ends.push(end));
  for (const line of errors) reader.readError(line);
  for (const line of lines) reader.readLine(line);
  return { rest: reader.end(), ends };
}

describe("the lines of turbo", () => {
  it("are grouped by task", () => {
    const { ends, rest } = read([
      "• turbo 2.11.11",
      "@numipay/koa:test: cache miss, executing 18cf",
      "@numipay/koa:test: 3 passed",
      "//:check:docs: cache hit, replaying logs 02ab",
      "//:check:docs: 40 pages: fine",
      "",
      "Tasks:    2 successful, 2 total",
    ]);

    expect(ends).toEqual([
      { id: "@numipay/koa#test", isCached: false, isFailed: false, output: "3 passed" },
      { id: "//#check:docs", isCached: true, isFailed: false, output: "40 pages: fine" },
    ]);
    expect(rest).toContain("2 successful");
  });

  it("say which task failed", () => {
    const group = ["chaos:test: cache bypass, force executing 18cf", "chaos:test: one red"];
    const error = "chaos#test:  ERROR  command (tools/chaos) pnpm run test exited (1)";

    expect(read(group, [error]).ends[0]).toMatchObject({ isCached: false, isFailed: true });
    expect(read([...group, "chaos:test: [ELIFECYCLE] Command failed."]).ends[0]).toMatchObject({
      isFailed: true,
    });
  });

  it("keep a line that looks like a task's inside the task that printed it", () => {
    const { ends } = read([
      "chaos:test: cache miss, executing 18cf",
      "chaos:test: koa:test: cache hit, replaying logs 02ab",
    ]);

    expect(ends).toHaveLength(1);
  });
});
