import { formatRatio, markdownTable, median, startProgram, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { bundleCores, type CoreBundles } from "./bundle-cores.js";
import {
  type BatchTimes,
  checkReceived,
  type Copy,
  copies,
  type Observation,
  type Work,
} from "./observation.js";

const observations: readonly Observation[] = ["unsubscribed", "counted"];
const works: readonly Work[] = ["delivery", "call"];
const labels = {
  delivery: "a delivery to the memory inbox",
  call: "a call with a `fetch` that responds at once",
};
/** What V8 compiles at the start differs between processes. */
const defaultStarts = 10;
const defaultRounds = 20;

type TelemetryOptions = RunOptions & { starts?: number; counts?: Record<Work, number> };
type Times = Record<Copy, number[]>;
type AllTimes = Record<Work, Record<Observation, Times>>;

/** Measures what the tracing channels cost: without a subscriber, and with one that only counts. */
export async function measureTelemetry(options: TelemetryOptions): Promise<Section> {
  const times = {
    delivery: { unsubscribed: emptyTimes(), counted: emptyTimes() },
    call: { unsubscribed: emptyTimes(), counted: emptyTimes() },
  };
  const bundles = await bundleCores();
  try {
    for (let start = 0; start < (options.starts ?? defaultStarts); start += 1) {
      for (const observation of observations) {
        await timeProcess(observation, bundles, times, options);
      }
    }
  } finally {
    await bundles.remove();
  }
  return toSection(times);
}

function emptyTimes(): Times {
  return { traced: [], plain: [] };
}

/** Measures both copies in one process: a batch per round. */
async function timeProcess(
  observation: Observation,
  { traced, plain }: CoreBundles,
  times: AllTimes,
  { rounds = defaultRounds, counts = { delivery: 2_000, call: 500 } }: TelemetryOptions,
): Promise<void> {
  const program = startProgram(new URL("observer-program.js", import.meta.url), {
    name: `The observer (${observation})`,
    args: [observation, traced, plain],
  });
  try {
    await program.nextMessage();
    for (const work of works) {
      const warmUpRounds = Math.ceil(rounds / 4);
      for (let round = -warmUpRounds; round < rounds; round += 1) {
        const batch = (await program.request({ work, count: counts[work] })) as BatchTimes;
        checkReceived(observation, work, batch);
        if (round < 0) continue;
        for (const copy of copies) times[work][observation][copy].push(batch[copy].microseconds);
      }
    }
  } finally {
    await program.stop();
  }
}

function toSection(times: AllTimes): Section {
  const rows = works.flatMap((work) =>
    observations.map((observation) => {
      const { traced, plain } = times[work][observation];
      const ratio = summarizeRatios(traced, plain);
      return { work, observation, ratio, traced: median(traced), plain: median(plain) };
    }),
  );
  const head = ["", "subscriber", "time / without channels", "µs", "without"];
  const toCells = ({ work, observation, ratio, traced, plain }: (typeof rows)[number]) => [
    labels[work],
    observation === "unsubscribed" ? "none" : "counts the events",
    formatRatio(ratio, 3),
    traced.toFixed(2),
    plain.toFixed(2),
  ];
  return {
    title: "Telemetry: with tracing channels, it takes … times as long as without",
    table: markdownTable(head, rows.map(toCells)),
    values: Object.fromEntries(
      rows.map(({ work, observation, ratio }) => [
        `telemetry: ${work}, ${observation} / without channels`,
        ratio.median,
      ]),
    ),
  };
}
