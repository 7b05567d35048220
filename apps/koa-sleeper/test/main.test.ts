import { findFirstUrl, findLongLines } from "sample-tests/output";
import { runProgram, startProgram } from "sample-tests/program";
import { describe, expect, it } from "vitest";

const program = new URL("../dist/src/main.js", import.meta.url);
const settings = {
  NUMIPAY_API_KEY: "key",
  NUMIPAY_BASE_URL: "https://gateway.example",
  NUMIPAY_SIGNATURE_PASSWORD: "a password of more than twenty characters",
};

describe("the program", () => {
  it("lists every missing or invalid variable", async () => {
    const env = { PORT: "tea", PUBLIC_URL: "https://a.example/b" };
    const { code, output } = await runProgram(program, [], env);
    expect(output).toMatch(
      /NUMIPAY_API_KEY.*\nNUMIPAY_BASE_URL.*\nNUMIPAY_SIGNATURE_PASSWORD.*\nPORT.*\nPUBLIC_URL/,
    );
    expect(output).not.toContain(" at ");
    expect(code).toBe(1);
  });

  it("starts, and stops on SIGINT", async () => {
    const env = { ...settings, PORT: "0", NUMIPAY_BASE_URL: "http://localhost:9" };
    const { url, output, stop } = await startProgram(program, { env, readyText: "Ctrl-C" });
    expect(findFirstUrl(output())).toBe("http://localhost:9/portal");
    expect(findLongLines(output())).toEqual([]);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/style.css`)).status).toBe(200);
    expect((await fetch(`${url}/live.js`)).status).toBe(200);
    expect(await stop("SIGINT")).toBe(0);
  });
});
