// @ts-check
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { deleteQueues } from "./describe-each-engine.js";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function startMain(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  return child;
}

const whole = {
  NUMIPAY_BASE_URL: "http://127.0.0.1:9",
  DEPOSITS_API_KEY: "key-of-deposits",
  DEPOSITS_SIGNATURE_PASSWORD: "a-password-of-at-least-20-characters",
  REFUNDS_API_KEY: "key-of-refunds",
  REFUNDS_SIGNATURE_PASSWORD: "another-password-of-20-characters",
  OFFICE_PASSWORD: "spirit-level",
  PORT: "0",
};
const queueUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const prefix = `hire-desk-test-${randomUUID()}`;

test.each([
  ["without a queue", {}],
  // Also where there is no Redis: the desk is open, and answers 503 to what it cannot store.
  ["with a queue", { QUEUE_REDIS_URL: queueUrl, QUEUE_PREFIX: prefix }],
])(
  "the desk opens %s by its environment, and ends when it is told to",
  async (_name, queue) => {
    // BullMQ notes a queue's settings and its last look at stalled jobs, also where nothing ever came in.
    onTestFinished(() => deleteQueues(prefix));
    const child = startMain({
      ...queue,
      ...whole,
    });
    const ended = once(child, "exit");
    let printed = "";
    for await (const text of child.stdout) {
      printed += text;
      const [url] = /(?<=open at )\S+(?=\n)/.exec(printed) ?? [];
      if (url === undefined) continue;
      expect((await fetch(url)).status).toBe(200);
      expect((await fetch(`${url}/webhooks/refunds`, { method: "POST" })).status).toBe(401);
      child.kill("SIGTERM");
      break;
    }
    await ended;
    expect(printed).toContain("open at http://127.0.0.1:");
    expect(printed).not.toMatch(/key-of|password-of|spirit-level/);
  },
  30_000,
);

test.each([
  [
    "the inbox's server does not answer",
    { INBOX: "redis", REDIS_URL: "redis://127.0.0.1:1" },
    /REDIS_URL says/,
  ],
  ["the inbox is none", { INBOX: "mongo" }, /INBOX is no inbox/],
])(
  "with a queue too, it says so and ends with 1 where %s",
  async (_name, env, message) => {
    onTestFinished(() => deleteQueues(prefix));
    const child = startMain({
      ...whole,
      QUEUE_REDIS_URL: queueUrl,
      QUEUE_PREFIX: prefix,
      ...env,
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let told = "";
    child.stderr.on("data", (text) => (told += text));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(told).toMatch(message);
  },
  30_000,
);

test("without its settings it says what is missing, without a stack, and ends with 1", async () => {
  const child = startMain({});
  let told = "";
  child.stderr.on("data", (text) => (told += text));
  expect(await once(child, "close")).toEqual([1, null]);
  expect(told).toContain("REFUNDS_API_KEY is not set.");
  expect(told).not.toContain("    at ");
}, 30_000);
