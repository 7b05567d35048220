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
  expect(output.match(/^ {2}ok /gm)).toHaveLength(8);
  expect(output).not.toContain("FAILED");
  expect(code).toBe(0);
}, 30_000);

test("the demo fails over an office that never hears of anything", async () => {
  const world = await openWorld();
  world.sandbox.setWebhookUrl(undefined);
  const lines: string[] = [];
  expect(await runDemo(world, (line) => lines.push(line))).toBe(1);
  expect(lines.find((line) => line.includes("Paid, by bank"))).toContain("FAILED");
  expect(lines.at(-1)).toContain("FAILED");
});

test("the demo says what a wrong port is, in a sentence", async () => {
  const { code, output } = await run(demo, ["--port", "tea"]);
  expect(output).toMatch(/^--port .* whole number/);
  expect(code).toBe(1);
});

test("the office tells all settings that are missing, at once", async () => {
  const { code, output } = await run(main, [], { PORT: "tea", PUBLIC_URL: "https://a.example/b" });
  expect(output).toMatch(
    /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nPORT.*\nPUBLIC_URL/,
  );
  expect(output).not.toContain(" at ");
  expect(code).toBe(1);
});

test("the office starts, and ends when asked to", async () => {
  const office = spawn(process.execPath, [main], {
    env: {
      NUMIPAY_API_KEY: "key",
      NUMIPAY_BASE_URL: "https://gateway.example",
      NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
      PORT: "0",
    },
  });
  onTestFinished(() => void office.kill("SIGKILL"));
  office.stdout.setEncoding("utf8");
  let said = "";
  while (!said.includes("Webhooks")) said += (await once(office.stdout, "data"))[0];
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [""];
  expect((await fetch(url)).status).toBe(200);
  office.kill("SIGINT");
  const [code] = await once(office, "exit");
  expect(code).toBe(0);
});
