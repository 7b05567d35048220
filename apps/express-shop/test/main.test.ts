import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram, startProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";
import { readSettings } from "../src/read-settings.js";

const program = new URL("../dist/src/main.js", import.meta.url);
const settings = {
  NUMIPAY_API_KEY: "key",
  NUMIPAY_BASE_URL: "https://gateway.example",
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
};

describe("the settings", () => {
  it("lists every missing or invalid variable", () => {
    expect(() => readSettings({ PORT: "coffee", PUBLIC_URL: "https://shop.example/path" })).toThrow(
      /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nPORT.*\nPUBLIC_URL/,
    );
  });

  it("name what PGlite and the outbox need", () => {
    expect(() => readSettings({ ...settings, INBOX: "pglite", OUTBOX: "off" })).toThrow(
      /OUTBOX must be send or queue.*\nDATABASE_FOLDER is missing/,
    );
    expect(
      readSettings({ ...settings, INBOX: "pglite", DATABASE_FOLDER: "data", OUTBOX: "queue" }),
    ).toMatchObject({ storage: { engine: "pglite", folder: "data" }, sendsPayouts: false });
  });

  it("have defaults", () => {
    expect(readSettings({ ...settings, PUBLIC_URL: "https://shop.example" })).toMatchObject({
      port: 3000,
      sendsPayouts: true,
      publicUrl: "https://shop.example",
      officePassword: expect.stringMatching(/^[\w-]{12}$/),
    });
  });
});

describe("the program", () => {
  it.each([
    ["a variable is missing", {}, /NUMIPAY_API_KEY is missing/],
    ["the URL is not safe", { ...settings, NUMIPAY_BASE_URL: "http://gateway.example" }, /https/],
  ])("prints an error without a stack if %s", async (_name, env, message) => {
    const { code, stderr } = await runProgram(program, [], env);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(" at ");
    expect(code).toBe(1);
  });

  it("starts, and stops on SIGINT", async () => {
    const env = { ...settings, PORT: "0" };
    const { url, output, stop } = await startProgram(program, { env, readyText: "Ctrl-C" });
    expect(findFirstUrl(output())).toBe(settings.NUMIPAY_BASE_URL);
    expect(findLongLines(output())).toEqual([]);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/style.css`)).status).toBe(200);
    expect((await fetch(`${url}/live.js`)).status).toBe(200);
    expect(await stop("SIGINT")).toBe(0);
  });

  it("prints the portal of a gateway on loopback first", async () => {
    const env = {
      ...settings,
      PORT: "0",
      NUMIPAY_BASE_URL: "http://127.0.0.1:9/",
      OFFICE_PASSWORD: "spirit-level",
    };
    const { output } = await startProgram(program, { env, readyText: "Ctrl-C" });
    expect(findFirstUrl(output())).toBe("http://127.0.0.1:9/portal");
    expect(findLongLines(output())).toEqual([]);
    expect(output()).not.toContain(env.OFFICE_PASSWORD);
  });
});
