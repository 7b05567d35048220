// @ts-check
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runDemo } from "../demo/run-demo.js";
import { openWorld } from "./world.js";

const demo = fileURLToPath(new URL("../demo/main.js", import.meta.url));
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function run(program, args, env = process.env): Promise<{ code: unknown; output: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}

test("the demo run with --once ends with 0, every line ok", async () => {
  const { code, output } = await run(demo, ["--once"]);
  expect(output.match(/^ {2}ok /gm)).toHaveLength(9);
  expect(output).not.toContain("FAILED");
  expect(code).toBe(0);
}, 60_000);

test("the demo fails when no webhook arrives", async () => {
  const world = await openWorld();
  world.sandbox.setWebhookUrl(undefined);
  const lines: string[] = [];
  expect(await runDemo(world, (line) => lines.push(line))).toBe(1);
  expect(lines.find((line) => line.includes("Donation paid"))).toContain("FAILED");
});

test("the service names all settings that are missing", async () => {
  const { code, output } = await run(main, [], { PORT: "tea", STALL_TILL_URL: "" });
  expect(output).toMatch(
    /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nDATA_DIR.*\nSTALL_TILL_URL.*\nSTALL_SIGNATURE_PASSWORD.*\nPORT/,
  );
  expect(code).toBe(1);
});

test("the service starts, is healthy, and ends when asked to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lifeboat-"));
  const service = spawn(process.execPath, [main], {
    env: {
      NUMIPAY_API_KEY: "key",
      NUMIPAY_BASE_URL: "https://gateway.example",
      NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
      DATA_DIR: join(folder, "data"),
      PORT: "0",
    },
  });
  onTestFinished(() => {
    service.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  service.stdout.setEncoding("utf8");
  let said = "";
  while (!said.includes("Office")) said += (await once(service.stdout, "data"))[0];
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [""];
  expect((await fetch(`${url}/health`)).status).toBe(200);
  service.kill("SIGINT");
  const [code] = await once(service, "exit");
  expect(code).toBe(0);
}, 30_000);
