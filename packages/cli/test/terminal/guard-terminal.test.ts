import { describe, expect, it } from "vitest";
import { guardTerminal } from "../../src/terminal/guard-terminal.js";
import type { Terminal } from "../../src/terminal/terminal.js";

const apiKey = "dev_Secret+Key/=0123";

/** Prints a text, and returns the output. */
async function shownOf(text: string): Promise<string> {
  let shown = "";
  const terminal = {
    env: { NUMIPAY_API_KEY: apiKey },
    out: async (part: string) => void (shown += part),
  } as unknown as Terminal;
  await guardTerminal(terminal).out(text);
  return shown;
}

describe("guardTerminal", () => {
  it.each([
    apiKey,
    encodeURIComponent(encodeURIComponent(apiKey)),
    apiKey.replace("+", "&#43;"),
    apiKey.replace("/", "\\/"),
    `${apiKey.slice(0, 8)}\n${apiKey.slice(8)}`,
    Buffer.from(apiKey).toString("base64").replace("=", ""),
  ])("redacts the key as %j", async (form) => {
    expect(await shownOf(`before ${form} after`)).toMatch(/^before \[redacted\].{0,2} after$/s);
  });

  it("prints a long text completely", async () => {
    const text = "a line\n".repeat(30_000);
    expect(await shownOf(text)).toBe(text);
  });
});
