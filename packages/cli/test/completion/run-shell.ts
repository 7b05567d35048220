import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Shell } from "../../src/completion/completion-spec.js";

/** Why a shell cannot be tested. Undefined if it is installed. Throws if CI=true. */
export function whyMissing(shell: Shell): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, shell)))) return undefined;
  if (process.env["CI"] === "true") {
    throw new Error(`${shell} is not on the PATH. Install it: CI=true requires it.`);
  }
  return `no ${shell}`;
}

/**
 * Returns what a real shell offers at the end of each command line.
 *
 * @param cwd the working directory, whose files the shell offers
 * @param folder a folder for the scripts
 */
export async function complete(
  shell: Shell,
  script: string,
  { lines, cwd, folder }: { lines: readonly string[]; cwd: string; folder: string },
): Promise<Map<string, string[]>> {
  const scriptFile = join(folder, "numipay");
  const setupFile = join(folder, "setup.zsh");
  writeFileSync(scriptFile, script);
  writeFileSync(setupFile, setupZsh(scriptFile));
  const args = {
    bash: ["--norc", "-c", driveBash, "bash", scriptFile, ...lines.map(splitAtEquals)],
    zsh: ["-f", "-c", driveZsh, "zsh", setupFile, ...lines],
    fish: ["--no-config", "-c", driveFish, scriptFile, ...lines],
  }[shell];
  const env = { PATH: process.env["PATH"], HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" };
  const run = promisify(execFile);
  const { stdout, stderr } = await run(shell, args, { cwd, env, timeout: 60_000 });
  if (stderr !== "") throw new Error(stderr);
  const offers = stdout.replaceAll("\r", "").split("DONE\n").slice(0, -1);
  if (offers.length !== lines.length) throw new Error(`Unexpected output:\n${stdout}`);
  return new Map(lines.map((line, at) => [line, toWords(offers[at] ?? "")]));
}

function toWords(text: string): string[] {
  const words = text.split("\n").map((line) => line.trim());
  return [...new Set(words)].filter((word) => word !== "").toSorted();
}

/** bash passes `=` as a word of its own. */
function splitAtEquals(line: string): string {
  return line.replaceAll("=", " = ").replace(/ = $/, " =");
}

const driveBash = `
source "$1"
shift
for line in "$@"; do
  IFS=" " read -ra COMP_WORDS <<< "$line"
  [[ $line == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _numipay
  printf '%s\\n' "\${COMPREPLY[@]}" DONE
done
`;

const driveFish = `
source $argv[1]
for line in $argv[2..]
    complete -C $line | string replace -r '\\t.*' ''
    echo DONE
end
`;

/** A shell in a pseudoterminal, because zsh only completes a line that is being edited. */
const driveZsh = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "source $1"
zpty -r -m shell output '*READY*'
shift
for line in "$@"; do
  zpty -w -n shell "$line"$'\\t'
  while zpty -r shell output; do
    [[ $output == *MATCH:* ]] && print -rn -- "\${output#*MATCH:}"
    [[ $output == *DONE* ]] && break
  done
  print DONE
  # Ctrl-U deletes the line.
  zpty -w -n shell $'\\x15'
done
zpty -d shell
`;

/** Prints each match that a completion function adds, and the end of each completion. */
function setupZsh(script: string): string {
  return `
PROMPT=
bindkey -e
autoload -Uz compinit
compinit -u -D
source ${script}
compadd() {
  if [[ " \${@[1,(i)--]} " == *" -"[OAD]" "* ]]; then
    builtin compadd "$@"
    return
  fi
  local -a found
  builtin compadd -O found "$@"
  print
  print -rl -- "MATCH:"\${^found}
  builtin compadd "$@"
}
finish() { print; print DONE; comppostfuncs=(finish) }
comppostfuncs=(finish)
print READY
`;
}
