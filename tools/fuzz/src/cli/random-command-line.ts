import type { ListedCommand, ListedOption } from "@numipay/cli";
import { hostileTexts } from "../hostile-values.js";
import type { Random } from "../random.js";
import type { Fixture } from "./fixture.js";

/** Shell commands. They are run, so none comes from the hostile texts. */
const programs = [
  "true",
  "exit 7",
  'echo \'{"tracking_id":"o","amount":"1.00","currency":"EUR","user_id":"u"}\'',
  "printf '\\033[31m\\302\\233'",
  "printf 'tracking_id,amount,currency\\n\\033[31m,1e999,EUR\\n'",
  "printf '\\377\\376'",
  "no-such-program-of-the-fuzzer",
  "printf '\\033[31m' >&2; exit 1",
  "kill -9 $$",
  "",
];
const extraWords = [
  "transactions",
  "status",
  "payments",
  "help",
  "help doctor",
  "-h",
  "--help",
  "--version",
  "--json",
  "--",
  "-x",
  "--no-json",
];

const addresses = ["127.0.0.1", "localhost", "::1"];
const ids = ["order-1", "unknown"];

/** Valid values by the name of an option's value. None of them takes long. */
const validValues: Record<string, readonly string[]> = {
  port: ["0"],
  seconds: ["0.3", "1"],
  n: ["1", "2"],
  days: ["0", "1", "7"],
  day: ["2026-01-01", "2026-01-02", "2026-01-20"],
  decimal: ["1.00", "0.01"],
  code: ["EUR", "DE"],
  spec: ["duplicate=0.1", "chaos.json", "seed=x,loseResponse=1"],
  format: ["csv", "jsonl"],
  names: ["tracking_id", "amount,currency,x"],
  template: ["order-{n}", "{run}-{n}"],
  "name=value": ["a=b", "tracking_id=x"],
  "field=column": ["tracking_id=tracking_id", "amount=gross"],
  "operation=path": ["hostedCheckout=/x", "listTransactions=/list"],
  "operation=call": ["hostedCheckout=POST /x"],
  event: ["deposit.successful", "withdrawal.rejected"],
  tracking_id: ["order-1"],
  hex: ["0".repeat(40)],
};

/** Files that a command reads. */
const fileValues = ["file", "ledger"];

const secrets = [
  "a-secret-that-is-long-enough-for-the-gateway",
  "short",
  "\u001b[31m-secret-secret",
  "",
];

const inputs = [
  "",
  "{}",
  '{"a":"\u001b[31m"}',
  "x".repeat(100_000),
  "\u0000\u001b",
  "tracking_id,amount,currency\no,1,EUR\n",
  "[".repeat(30_000),
];

export interface CommandLine {
  /** The words of the command. */
  words: string[];
  /** Each part is an argument, or an option with its value. */
  parts: string[][];
  env: Record<string, string>;
  stdin: string;
}

export interface CommandContext {
  command: ListedCommand;
  fixture: Fixture;
}

export function toArguments({ words, parts }: Pick<CommandLine, "parts" | "words">): string[] {
  return [...words, ...parts.flat()];
}

/**
 * Returns a command line with most of the required options and some of the others. Most values are valid: otherwise it would
 * fail the first check.
 */
export function createRandomCommandLine(
  random: Random,
  { command, fixture }: CommandContext,
): CommandLine {
  const parts: string[][] = [];
  for (const { name, isRequired } of command.arguments) {
    if (random.chance(isRequired ? 0.97 : 0.6)) {
      parts.push([createRandomValue(random, fixture, name)]);
    }
  }
  for (const option of command.options) {
    if (isUsed(random, option, command)) parts.push(createRandomOption(random, fixture, option));
  }
  if (random.chance(0.04)) parts.push([random.one(extraWords)]);
  if (random.chance(0.04)) parts.push([createRandomText(random)]);
  // Keeps a command that waits from waiting long.
  for (const flag of ["--timeout", "--ledger-delay"]) {
    const isKnown = command.options.some((option) => option.flag === flag);
    const isGiven = parts.some(([first = ""]) => first.split("=", 1)[0] === flag);
    if (isKnown && !isGiven) parts.push([flag, "0.3"]);
  }
  return {
    words: [...command.words],
    parts,
    env: createRandomEnv(random, fixture),
    stdin: random.one(inputs),
  };
}

function isUsed(
  random: Random,
  { flag, isRequired }: ListedOption,
  { options }: ListedCommand,
): boolean {
  // Would listen on every address of this machine.
  const listens = options.some((option) => option.flag === "--host" || option.flag === "--listen");
  if (flag === "--allow-remote" && listens) return false;
  // Colors are control characters, which the checks find.
  if (flag === "--color") return false;
  if (flag === "--port" || flag === "--listen") return true;
  return random.chance(isRequired ? 0.95 : 0.3);
}

function createRandomOption(
  random: Random,
  fixture: Fixture,
  { flag, value, choices }: ListedOption,
): string[] {
  if (value === undefined) return random.chance(0.97) ? [flag] : [`${flag}=x`];
  const text = createRandomValue(random, fixture, value, choices);
  return random.chance(0.5) ? [flag, text] : [`${flag}=${text}`];
}

function createRandomValue(
  random: Random,
  { urls, files }: Fixture,
  name: string,
  choices?: readonly string[],
): string {
  const [kind = ""] = name.split("...");
  if (kind.includes("command")) {
    const takesUrl = kind.startsWith("url") && random.chance(0.6);
    return random.one(takesUrl ? urls : programs);
  }
  // Only loopback addresses are named or listened on.
  if (kind === "address") return random.one(addresses);
  if (kind === "url") {
    return random.chance(0.85)
      ? random.one(urls)
      : random.one(["", "x", "ftp://127.0.0.1/", "http://[", "\u001b[31m", "http://127.0.0.1:0/"]);
  }
  if (fileValues.includes(kind)) return random.one(files);
  if (random.chance(0.25)) {
    return kind === "port" ? random.one(["-1", "65536", "x"]) : createRandomText(random);
  }
  return random.one(choices ?? validValues[kind] ?? ids);
}

/** Returns a hostile text without slashes, because some options write to the path they are given. */
function createRandomText(random: Random): string {
  return random.one(hostileTexts).replaceAll("/", "%2f");
}

function createRandomEnv(
  random: Random,
  { apiKey, gateway, urls }: Fixture,
): Record<string, string> {
  const env: Record<string, string> = {};
  if (random.chance(0.85)) {
    env["NUMIPAY_API_KEY"] = random.chance(0.8) ? apiKey : random.one(secrets);
  }
  if (random.chance(0.85)) env["NUMIPAY_BASE_URL"] = random.one([gateway, ...urls]);
  if (random.chance(0.85)) env["NUMIPAY_SIGNATURE_PASSWORD"] = random.one(secrets);
  return env;
}
