import type { ChaosOptions } from "@numipay/sandbox";
import type { Block } from "../text/block.js";
import { blank, entries, paragraph } from "../text/prose.js";
import { toClockDifference, toShownTime } from "./clock-difference.js";
import type { SandboxStart } from "./describe-start.js";

/** What the command line said about the start. */
interface GivenOptions {
  readonly chaos?: string;
  readonly replay?: string;
}

/** What `numipay sandbox` prints when it is ready. */
export function renderStart(start: SandboxStart, given: GivenOptions): readonly Block[] {
  const { url, portal, caFile, version, merchantName, webhookUrl, file } = start;
  const rows = (pairs: readonly (readonly [string, string])[]): Block =>
    entries(pairs, { indent: 0, minNameWidth: labelWidth });
  return [
    rows([["Portal", portal]]),
    blank,
    paragraph(`Numipay sandbox ${version} is ready for ${merchantName}.`),
    blank,
    rows([
      ["Welcome", `${url}/ (in a browser: the first steps, one by one)`],
      ["API", `${url} (also the customer's cashier)`],
      ...(caFile === undefined
        ? []
        : [["CA", `${caFile} (set NODE_EXTRA_CA_CERTS to it)`] as const]),
      [
        "Webhooks",
        webhookUrl ?? "no address yet: pass --webhook-url, or set it on the welcome page",
      ],
      ["Clock", describeClock(start)],
      ["Chaos", describeChaos(start, given)],
      [
        "Data",
        file === null ? "in memory only, lost when it stops; --file keeps it" : `kept in ${file}`,
      ],
    ]),
    blank,
    paragraph("For your .env:"),
    blank,
    ...[
      `NUMIPAY_API_KEY=${start.apiKey}`,
      `NUMIPAY_BASE_URL=${url}`,
      `NUMIPAY_SIGNATURE_PASSWORD=${start.signaturePassword}`,
    ].map((line) => paragraph(line, { indent: 2 })),
    blank,
    paragraph("Press Ctrl-C to stop."),
  ];
}

/** The length of the longest label. */
const labelWidth = "Webhooks".length;

function describeClock({ clock }: SandboxStart): string {
  const { isRealTime, isResumed } = clock;
  const time = toShownTime(clock);
  if (!isRealTime) {
    return `virtual, ${isResumed ? "continues at" : "at"} ${time}: move it in the portal`;
  }
  const difference = toClockDifference(clock);
  return difference === undefined
    ? "real time"
    : `continues at ${time}, ${difference} real time: move it in the portal`;
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
