import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { deleteQueues } from "./describe-each-engine.js";

const main = fileURLToPath(new URL("../dist/src/main.js", import.meta.url));

function startMain(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Runs the desk until it exits. Returns what it printed to stderr and its exit code. */
async function runUntilExit(env: NodeJS.ProcessEnv) {
  const child = startMain(env);
  let errors = "";
  child.stderr.on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, errors };
}

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
  ])("starts and stops %s", { timeout: 30_000 }, async (_name, extraEnv) => {
    deleteQueuesAfterTest();
    const child = startMain({ ...validEnv, ...extraEnv });
    const exited = once(child, "exit");
    let output = "";
    for await (const text of child.stdout as AsyncIterable<string>) {
      output += text;
      const [url] = /(?<=^Desk +)\S+(?=\n)/m.exec(output) ?? [];
      if (url === undefined) continue;
      expect((await fetch(url)).status).toBe(200);
      expect((await fetch(`${url}/webhooks/refunds`, { method: "POST" })).status).toBe(401);
      child.kill("SIGTERM");
      break;
    }
    await exited;
    expect(output).toContain("http://127.0.0.1:");
    expect(output).not.toMatch(/key-of|password-of|spirit-level/);
  });

  it.each([
    [
      "an unreachable inbox",
      { INBOX: "redis", REDIS_URL: "redis://127.0.0.1:1" },
      /connect to Redis at REDIS_URL/,
    ],
    ["an unknown inbox", { INBOX: "mongo" }, /INBOX must be/],
  ])("exits with 1 for %s", { timeout: 30_000 }, async (_name, inboxEnv, message) => {
    deleteQueuesAfterTest();
    const { code, errors } = await runUntilExit({ ...validEnv, ...queueEnv, ...inboxEnv });
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  });

  it("lists missing settings without a stack trace", { timeout: 30_000 }, async () => {
    const { code, errors } = await runUntilExit({});
    expect(code).toBe(1);
    expect(errors).toContain("REFUNDS_API_KEY is not set.");
    expect(errors).not.toContain("    at ");
  });
});
