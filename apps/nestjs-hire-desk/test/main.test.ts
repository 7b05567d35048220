import { randomUUID } from "node:crypto";
import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram, startProgram } from "sample-tests/program";
import { describe, expect, it, onTestFinished } from "vitest";
import { deleteQueues } from "./describe-each-engine.js";

const main = new URL("../dist/src/main.js", import.meta.url);
const validEnv = {
  NUMIPAY_BASE_URL: "http://127.0.0.1:9",
  DEPOSITS_API_KEY: "key-of-deposits",
  DEPOSITS_SIGNATURE_PASSWORD: "a-password-of-at-least-20-characters",
  REFUNDS_API_KEY: "key-of-refunds",
  REFUNDS_SIGNATURE_PASSWORD: "another-password-of-20-characters",
  OFFICE_PASSWORD: "spirit-level",
  PORT: "0",
};
const queuePrefix = `hire-desk-test-${randomUUID()}`;
const queueEnv = {
  QUEUE_REDIS_URL: process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379",
  QUEUE_PREFIX: queuePrefix,
};

/** BullMQ writes keys even if no job was added. */
function deleteQueuesAfterTest(): void {
  onTestFinished(() => deleteQueues(queuePrefix));
}

describe("the desk", () => {
  it.each([
    ["without a queue", {}],
    // Starts without Redis too: webhooks that cannot be stored get a 503.
    ["with a queue", queueEnv],
  ])("starts and stops %s", { timeout: 60_000 }, async (_name, extraEnv) => {
    deleteQueuesAfterTest();
    const env = { ...validEnv, ...extraEnv };
    const { url, output, stop } = await startProgram(main, { env, readyText: "Ctrl-C" });
    expect((await fetch(url)).status).toBe(200);
    expect(findFirstUrl(output())).toBe("http://127.0.0.1:9/portal");
    // Nest logs the queue's warnings about Redis.
    expect(findLongLines(output().replaceAll(/^.*\[Nest\].*$/gm, ""))).toEqual([]);
    expect((await fetch(`${url}/webhooks/refunds`, { method: "POST" })).status).toBe(401);
    await stop("SIGTERM");
    expect(output()).not.toMatch(/key-of|password-of|spirit-level/);
  });

  it.each([
    [
      "an unreachable database",
      { DATABASE_URL: "postgres://127.0.0.1:1/desk" },
      /connect to PostgreSQL at DATABASE_URL/,
    ],
    ["an invalid URL", { DATABASE_URL: "desk" }, /DATABASE_URL must be/],
  ])("exits with 1 for %s", { timeout: 30_000 }, async (_name, databaseEnv, message) => {
    deleteQueuesAfterTest();
    const { code, stderr } = await runProgram(main, [], {
      ...validEnv,
      ...queueEnv,
      ...databaseEnv,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  it("lists missing settings without a stack trace", { timeout: 30_000 }, async () => {
    const { code, stderr } = await runProgram(main, [], {});
    expect(code).toBe(1);
    expect(stderr).toContain("REFUNDS_API_KEY is not set.");
    expect(stderr).not.toContain("    at ");
  });
});
