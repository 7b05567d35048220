import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Shell } from "../../src/completion/completion-spec.js";
import { runNumipay } from "../run-numipay.js";
import { complete, whyMissing } from "./run-shell.js";

const cases: [offered: string, line: string, words: string[]][] = [
  ["commands", "numipay tr", ["transactions", "trigger"]],
  ["subcommands", "numipay payments ", ["direct", "hosted", "server-to-server"]],
  ["commands after help", "numipay help p", ["payments", "payouts"]],
  [
    "options",
    "numipay trigger --t",
    ["--timeout", "--times", "--to", "--tracking-id", "--transaction-id"],
  ],
  ["options of a subcommand", "numipay payments direct --pr", ["--provider-id"]],
  ["options after an argument", "numipay ledger diff x --fr", ["--from"]],
  ["options after a value", "numipay trigger --amount 5.00 --cur", ["--currency"]],
  ["help everywhere", "numipay payouts --h", ["--help"]],
  [
    "accepted values",
    "numipay trigger --serialization ",
    ["compact", "escaped", "indented", "trailing-newline"],
  ],
  ["suggested values", "numipay trigger withdrawal.s", ["withdrawal.successful"]],
  ["check ids", "numipay doctor --skip malformed-h", ["malformed-huge"]],
  ["shells", "numipay completion ", ["bash", "fish", "zsh"]],
  ["files for an argument", "numipay sign pay", ["payload.json"]],
  ["options of reconcile", "numipay reconcile --j", ["--journal-module", "--json"]],
  ["files for a module", "numipay reconcile --journal-module pay", ["payload.json"]],
  ["files for an option", "numipay sign --password-file pay", ["payload.json"]],
  ["folders for a folder", "numipay sandbox --tls ", ["certificates"]],
  ["values after an equals sign", "numipay trigger --serialization=e", ["escaped"]],
  [
    "all values after an equals sign",
    "numipay trigger --serialization=",
    ["compact", "escaped", "indented", "trailing-newline"],
  ],
  ["nothing for an amount", "numipay trigger --amount ", []],
  ["nothing for an unknown command", "numipay nonsense --x", []],
];

describe.each<Shell>(["bash", "zsh", "fish"])("completion in %s", (shell) => {
  const missing = whyMissing(shell);
  const lines = cases.map(([, line]) => line);
  let offered = new Map<string, string[]>();

  beforeAll(async () => {
    if (missing !== undefined) return;
    const { stdout } = await runNumipay(["completion", shell]);
    const folder = mkdtempSync(join(tmpdir(), "numipay-completion-"));
    const cwd = join(folder, "cwd");
    mkdirSync(join(cwd, "certificates"), { recursive: true });
    writeFileSync(join(cwd, "payload.json"), "{}");
    const found = await complete(shell, stdout, { lines, cwd, folder }).finally(() =>
      rmSync(folder, { recursive: true, force: true }),
    );
    // Shells add the slash of a folder, and fish the option before an equals sign.
    const toWord = (text: string): string => text.replace(/\/$/, "").replace(/^--.*=/, "");
    offered = new Map([...found].map(([line, words]) => [line, words.map(toWord)]));
  }, 60_000);

  const title = missing === undefined ? "offers %s" : `offers %s (skipped: ${missing})`;
  it.skipIf(missing !== undefined).each(cases)(title, (_name, line, words) => {
    expect(offered.get(line)).toEqual(words);
  });
});

describe("numipay completion", () => {
  it("rejects another shell", async () => {
    const { exitCode, stderr } = await runNumipay(["completion", "tcsh"]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        "Error: <shell> 'tcsh' is not valid. Use one of bash, zsh, fish.\n" +
        "Run numipay completion --help to see its usage.\n",
    });
  });
});
