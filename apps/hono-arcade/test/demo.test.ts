// @ts-check
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = fileURLToPath(new URL("../demo/main.js", import.meta.url));
const main = fileURLToPath(new URL("../src/main.js", import.meta.url));

function run(program, args, env = process.env): Promise<{ code: unknown; output: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

test("the demo run with --once ends with 0, every line ok", async () => {
  const { code, output } = await run(demo, ["--once"]);
  expect(output.match(/^ {2}ok /gm)).toHaveLength(7);
  expect(output).not.toContain("FAILED");
  expect(code).toBe(0);
}, 30_000);

test("the demo fails over a relay that never hears of anything", async () => {
  const world = await openWorld();
  world.sandbox.setWebhookUrl(undefined);
  const lines: string[] = [];
  expect(await runDemo(world, (line) => lines.push(line))).toBe(1);
  expect(lines.find((line) => line.includes("Coins paid"))).toContain("FAILED");
});

const whole = {
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
  RELAY_SECRET: "a secret of more than thirty-two characters",
  RELAY_ROUTES: "*=https://audit.internal/events",
  PORT: "0",
};

test("a pattern that can never match ends the start", async () => {
  const env = { ...whole, RELAY_ROUTES: "deposit.paid=https://wallets.internal/events" };
  const { code, output } = await run(main, [], env);
  expect(output).toContain('"deposit.paid" can never match');
  expect(code).toBe(1);
});

test("the relay says which settings are missing, and ends", async () => {
  const { code, output } = await run(main, [], {});
  expect(output).toMatch(/NUMIPAY_SIGNATURE_PASSWORD.*\nRELAY_SECRET.*\nRELAY_ROUTES/);
  expect(output).not.toContain(" at ");
  expect(code).toBe(1);
});

test.each([
  [{ INBOX: "mongo" }, /INBOX is no inbox/],
  [{ INBOX: "postgres" }, /DATABASE_URL is not set/],
  [{ INBOX: "redis", REDIS_URL: "redis://127.0.0.1:1" }, /Redis at REDIS_URL says .*ECONNREFUSED/],
])("the relay does not start with the inbox %j, and says why", async (inbox, message) => {
  const { code, output } = await run(main, [], { ...whole, ...inbox });
  expect(output).toMatch(message);
  expect(code).toBe(1);
});

test("the relay starts on Node, and ends when asked to", async () => {
  const relay = spawn(process.execPath, [main], { env: whole });
  onTestFinished(() => void relay.kill("SIGKILL"));
  relay.stdout.setEncoding("utf8");
  let said = "";
  while (!said.includes("audit.internal")) said += (await once(relay.stdout, "data"))[0];
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [""];
  expect((await fetch(`${url}/webhooks/numipay`, { method: "POST", body: "{}" })).status).toBe(401);
  relay.kill("SIGINT");
  const [code] = await once(relay, "exit");
  expect(code).toBe(0);
});
