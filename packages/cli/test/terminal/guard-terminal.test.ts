import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardTerminal } from "../../src/terminal/guard-terminal.js";
import type { Terminal } from "../../src/terminal/terminal.js";
import type { Block } from "../../src/text/block.js";
import { styled } from "../../src/text/part.js";
import { entries, paragraph } from "../../src/text/prose.js";
import { createTable } from "../../src/text/table.js";

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

/** Prints blocks to a terminal, and returns its output. */
async function printed(
  blocks: readonly Block[],
  env: Record<string, string> = {},
): Promise<string> {
  let shown = "";
  const terminal = {
    env: { NUMIPAY_API_KEY: apiKey, ...env },
    isStdoutTty: true,
    columns: 60,
    out: async (part: string) => void (shown += part),
  } as unknown as Terminal;
  await guardTerminal(terminal).print(...blocks);
  return shown;
}

/** A text in a paragraph, a list and a table. */
const toBlocks = (text: string): Block[] => [
  paragraph([styled("bad", text), ` ${text}`]),
  entries([[styled("strong", text), text]]),
  createTable([{ head: "Id" }, { head: "Note", isProse: true }])([[styled("good", text), text]]),
];

describe("print", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u001B]0;PWNED\u0007", "\u001B[31mred", "\u009B31m\u202E", apiKey),
    fc.constantFrom(`before ${apiKey} after`, "\u001B[1mOK\u001B[22m", "plain text"),
  );

  it("adds colors only after escaping and redacting", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const plain = await printed(toBlocks(text), { NO_COLOR: "1" });
        const colored = await printed(toBlocks(text));
        expect(plain.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(plain).not.toContain(apiKey);
        // oxlint-disable-next-line no-control-regex -- the styles of the text module
        const styles = /\u001B\[(?:1|2|22|31|32|33|39)m/g;
        expect(colored.replaceAll(styles, "")).toBe(plain);
        expect(stripVTControlCharacters(colored)).toBe(plain);
      }),
    );
  });

  it("aligns columns by what is printed", async () => {
    const addRows = createTable([{ head: "Id" }, { head: "Status" }]);
    const shown = await printed(
      [
        addRows([
          ["a\u001B", "x"],
          [apiKey, "y"],
        ]),
      ],
      { NO_COLOR: "1" },
    );
    expect(shown).toBe("Id          Status\na\\u001b     x\n[redacted]  y\n");
  });

  it("escapes a block that does not escape itself", async () => {
    const careless: Block = () => [[styled("bad", "\u001B[2J")], [apiKey]];
    expect(await printed([careless])).toBe("\\u001b[2J\n[redacted]\n");
  });

  it("does not print a secret that is split by a line break", async () => {
    const secret = `${apiKey} with spaces in a long secret that must be broken`;
    const variables = { NUMIPAY_SIGNATURE_PASSWORD: secret };
    const shown = await printed(toBlocks(`x ${secret}`), variables);
    expect(shown).not.toContain("spaces");
    expect(shown).toContain("[redacted]");
  });
});
