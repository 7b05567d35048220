import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/text/command-line.js";
import { commandGroups } from "../../src/program/command-groups.js";
import { render } from "../../src/text/render.js";

const show = (text: string, width: number): string =>
  render(
    [commandLine(text)],
    { width, tableWidth: width, clean: (one) => one },
    { hasColors: false },
  );

const examples = commandGroups
  .flatMap(({ commands }) => commands)
  .flatMap((command) => [command, ...(command.commands ?? [])])
  .flatMap((command) => command.examples ?? []);

describe("commandLine", () => {
  it("continues a long line between options", () => {
    expect(show("numipay doctor URL --ledger 'psql --csv' --amount 1.00", 36)).toBe(
      "  numipay doctor URL \\\n      --ledger 'psql --csv' \\\n      --amount 1.00\n",
    );
  });

  it.each(examples)("gives a shell the same words: %s", (example) => {
    const words = (text: string): string => {
      const script = `numipay() { printf '<%s>' "$@"; }\npsql() { numipay "$@"; cat; }\n`;
      const stubs =
        "tee() { cat; }; gzip() { cat; }; jq() { cat; }; pbpaste() { cat; }; eval() { :; }\n";
      const runnable = text.replaceAll(/[<>] *\S+$/gm, "");
      return execFileSync("bash", ["-c", script + stubs + runnable], { input: "" }).toString();
    };
    expect(words(show(example, 40))).toBe(words(example));
  });
});
