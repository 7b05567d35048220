import type { ChaosOptions } from "@numipay/sandbox";
import type { SandboxStart } from "./describe-start.js";

const maxWidth = 80;
const labelWidth = 10;

/** What the command line said about the start. */
interface GivenOptions {
  readonly chaos?: string;
  readonly replay?: string;
}

/** The text that `numipay sandbox` prints when it is ready, in lines of 80 columns except for long addresses. */
export function renderStart(start: SandboxStart, given: GivenOptions): string {
  const { url, portal, caFile, version, merchantName, webhookUrl, file } = start;
  return [
    ...row("Portal", portal),
    "",
    ...wrap(`Numipay sandbox ${version} is ready for ${merchantName}.`, maxWidth),
    "",
    ...row("Welcome", `${url}/ (in a browser: the first steps, one by one)`),
    ...row("API", `${url} (also the customer's cashier)`),
    ...(caFile === undefined ? [] : row("CA", `${caFile} (set NODE_EXTRA_CA_CERTS to it)`)),
    ...row(
      "Webhooks",
      webhookUrl ?? "no address yet: pass --webhook-url, or set it on the welcome page",
    ),
    ...row("Clock", describeClock(start)),
    ...row("Chaos", describeChaos(start, given)),
    ...row(
      "Data",
      file === null ? "in memory only, lost when it stops; --file keeps it" : `kept in ${file}`,
    ),
    "",
    "For your .env:",
    "",
    `  NUMIPAY_API_KEY=${start.apiKey}`,
    `  NUMIPAY_BASE_URL=${url}`,
    `  NUMIPAY_SIGNATURE_PASSWORD=${start.signaturePassword}`,
    "",
    "Press Ctrl-C to stop.",
    "",
  ].join("\n");
}

/** The clock of an existing file continues where it was. */
const sameTimeMs = 60_000;

function describeClock({ clock: { isRealTime, now } }: SandboxStart): string {
  const time = `${now.slice(0, 10)} ${now.slice(11, 16)} UTC`;
  if (!isRealTime) return `virtual, at ${time}: move it in the portal`;
  const isBehind = Math.abs(Date.parse(now) - Date.now()) > sameTimeMs;
  return isBehind ? `runs in real time from ${time}` : "real time";
}

function describeChaos(
  { chaos, file }: SandboxStart,
  { chaos: given, replay }: GivenOptions,
): string {
  if (chaos === null) return "off";
  const isContinued = file !== null && given === undefined && replay === undefined;
  return `on: ${describeFaults(chaos)}${isContinued ? ", continued from the file" : ""}`;
}

function describeFaults({ seed, deliveries, api, replay }: ChaosOptions): string {
  if (replay !== undefined) {
    const { length } = replay.faults;
    return `replays ${length} ${length === 1 ? "fault" : "faults"} of a plan`;
  }
  const faults = Object.entries({ ...deliveries, ...api }).map(
    ([name, chance]) => `${name}=${chance}`,
  );
  return [...faults, `seed=${seed ?? ""}`].join(", ");
}

function row(label: string, text: string): string[] {
  const [first = "", ...rest] = wrap(text, maxWidth - labelWidth);
  return [label.padEnd(labelWidth) + first, ...rest.map((line) => " ".repeat(labelWidth) + line)];
}

/** Wraps at spaces. A longer word, such as a URL, gets a line of its own. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
