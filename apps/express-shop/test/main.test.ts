// @ts-check
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { readSettings } from "../src/read-settings.js";

const main = fileURLToPath(new URL("../src/main.js", import.meta.url));
const whole = {
  NUMIPAY_API_KEY: "key",
  NUMIPAY_BASE_URL: "https://gateway.example",
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
};

test("all settings that are missing are told at once", () => {
  expect(() => readSettings({ PORT: "coffee", PUBLIC_URL: "https://shop.example/path" })).toThrow(
    /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nPORT.*\nPUBLIC_URL/,
  );
});

test("settings that are whole are taken", () => {
  expect(readSettings({ ...whole, PUBLIC_URL: "https://shop.example" })).toMatchObject({
    port: 3000,
    publicUrl: "https://shop.example",
    officePassword: expect.stringMatching(/^[\w-]{12}$/),
  });
});

test.each([
  ["nothing is set", {}, /NUMIPAY_API_KEY is not set/],
  ["the address is not safe", { ...whole, NUMIPAY_BASE_URL: "http://gateway.example" }, /https/],
])("the shop says what is wrong in plain words when %s", async (_name, env, message) => {
  const { code, stderr } = await new Promise((settle) => {
    execFile(process.execPath, [main], { env }, (error, _stdout, text) => {
      settle({ code: error?.code, stderr: text });
    });
  });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain(" at ");
  expect(code).toBe(1);
});

test("the shop starts, and ends when asked to", async () => {
  const shop = spawn(process.execPath, [main], { env: { ...whole, PORT: "0" } });
  onTestFinished(() => void shop.kill("SIGKILL"));
  shop.stdout.setEncoding("utf8");
  let said = "";
  while (!said.includes("Back office")) said += (await once(shop.stdout, "data"))[0];
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [""];
  expect((await fetch(url)).status).toBe(200);
  shop.kill("SIGINT");
  const [code] = await once(shop, "exit");
  expect(code).toBe(0);
});
