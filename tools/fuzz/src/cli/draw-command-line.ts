import type { Random } from "../random.js";
import type { ListedCommand } from "@numipay/cli";
import type { Stage } from "./stage.js";
import { hostileTexts } from "../hostile-values.js";

/** Run in a shell, so none is drawn from the hostile texts. */
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
const words = [
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

/** Right values by what an option's value stands for. None takes long: a run has seconds. */
const goodValues = {
  port: ["0"],
  address: ["127.0.0.1", "localhost", "::1"],
  seconds: ["0.3", "1"],
  n: ["1", "2"],
  days: ["0", "1", "7"],
  day: ["2026-01-01", "2026-01-02", "2026-01-20"],
  decimal: ["1.00", "0.01"],
  code: ["EUR", "DE"],
  spec: ["duplicate=0.1", "chaos.json", "seed=x,loseResponse=1"],
  form: ["csv", "jsonl"],
  names: ["tracking_id", "amount,currency,x"],
  template: ["order-{n}", "{run}-{n}"],
  "name=value": ["a=b", "tracking_id=x"],
  "name=theirs": ["tracking_id=tracking_id", "amount=gross"],
  "operation=path": ["hostedCheckout=/x", "listTransactions=/list"],
  "operation=call": ["hostedCheckout=POST /x"],
  event: ["deposit.successful", "withdrawal.rejected"],
  tracking_id: ["order-1"],
  id: ["order-1", "unknown"],
  hex: ["0".repeat(40)],
};

/**
 * Draws a command line: the required options always, the others sometimes, and values that are right more often than
 * not, else no command would get past its first check.
 */
export function drawCommandLine(
  random: Random,
  { command, stage }: { command: ListedCommand; stage: Stage },
): CommandLine {
  const valueOf = (name, choices) => drawValue(random, { name, choices, stage });
  const parts = [];
  for (const { name, isRequired } of command.arguments) {
    if (isRequired ? random.chance(0.97) : random.chance(0.6)) parts.push([valueOf(name)]);
  }
  for (const { flag, value, isRequired, choices } of command.options) {
    if (!isDrawn(random, { flag, isRequired, command })) continue;
    const text = value === undefined ? undefined : valueOf(value, choices);
    if (text === undefined) parts.push(random.chance(0.97) ? [flag] : [`${flag}=x`]);
    else parts.push(random.chance(0.5) ? [flag, text] : [`${flag}=${text}`]);
  }
  if (random.chance(0.04)) parts.push([random.one(words)]);
  if (random.chance(0.04)) parts.push([randomText(random)]);
  // Where a command waits for others, it waits briefly.
  const has = (flag) => command.options.some((option) => option.flag === flag);
  for (const flag of ["--timeout", "--settle"]) {
    const isGiven = parts.some(([first = ""]) => first.split("=", 1)[0] === flag);
    if (has(flag) && !isGiven) parts.push([flag, "0.3"]);
  }
  return { words: [...command.words], parts, ...drawWorld(random, stage) };
}

function isDrawn(random, { flag, isRequired, command }) {
  // Would listen on every address of this machine.
  const listens = command.options.some(
    (option) => option.flag === "--host" || option.flag === "--listen",
  );
  if (flag === "--allow-remote" && listens) return false;
  if (flag === "--port" || flag === "--listen") return true;
  return random.chance(isRequired ? 0.95 : 0.3);
}

function drawValue(random, { name, choices, stage }) {
  const [kind = ""] = name.split("...");
  if (kind.includes("command")) {
    return kind.startsWith("url") && random.chance(0.6)
      ? random.one(stage.urls)
      : random.one(programs);
  }
  // Nothing but loopback is ever named, or listened on.
  if (kind === "address") return random.one(goodValues.address);
  if (kind === "url") {
    return random.chance(0.85)
      ? random.one(stage.urls)
      : random.one(["", "x", "ftp://127.0.0.1/", "http://[", "\u001b[31m", "http://127.0.0.1:0/"]);
  }
  if (["file", "ledger", "official"].includes(kind)) return random.one(stage.files);
  if (random.chance(0.25))
    return kind === "port" ? random.one(["-1", "65536", "x"]) : randomText(random);
  if (choices !== undefined) return random.one(choices);
  return random.one(goodValues[kind] ?? goodValues.id);
}

/** Neither a path that climbs nor an absolute one: some options write to the path they get. */
function randomText(random) {
  const text = random.one(hostileTexts);
  return text.includes("/") ? text.replaceAll("/", "%2f") : text;
}

function drawWorld(random, stage) {
  const secret = [
    "a-secret-that-is-long-enough-for-the-gateway",
    "short",
    "\u001b[31m-secret-secret",
    "",
  ];
  const env = {};
  if (random.chance(0.85))
    env["NUMIPAY_API_KEY"] = random.chance(0.8) ? stage.apiKey : random.one(secret);
  if (random.chance(0.85)) env["NUMIPAY_BASE_URL"] = random.one([stage.gateway, ...stage.urls]);
  if (random.chance(0.85)) env["NUMIPAY_SIGNATURE_PASSWORD"] = random.one(secret);
  const stdin = random.one([
    "",
    "{}",
    '{"a":"\u001b[31m"}',
    "x".repeat(100_000),
    "\u0000\u001b",
    "tracking_id,amount,currency\no,1,EUR\n",
    "[".repeat(30_000),
  ]);
  return { env, stdin };
}

export function toArguments({ words: start, parts }): string[] {
  return [...start, ...parts.flat()];
}

export interface CommandLine {
  /** The command's own. */
  words: string[];
  /** An argument, or an option with its value. */
  parts: string[][];
  env: Record<string, string>;
  stdin: string;
}
