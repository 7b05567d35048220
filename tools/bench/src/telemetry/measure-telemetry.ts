import { formatRatio, markdownTable, median, startProgram, summarizeRatios } from "measure";
import { startGateway } from "../outgoing/start-gateway.js";
import { timeRounds } from "../outgoing/time-rounds.js";
import type { RunOptions, Section } from "../section.js";
import { type Batch, type BatchTime, checkReceived, type Observation } from "./observation.js";

const observations: readonly Observation[] = ["absent", "unsubscribed", "counted"];
const works: readonly Batch["work"][] = ["delivery", "call"];
const labels = {
  delivery: "a delivery to the memory inbox",
  call: "a call to a gateway on this machine",
};
/** What V8 compiles at the start differs between processes. */
const defaultStarts = 8;
const defaultRounds = 20;

type TelemetryOptions = RunOptions & { starts?: number; counts?: Record<Batch["work"], number> };
type Program = ReturnType<typeof startProgram>;
type Times = Record<Observation, number[]>;

/** Measures what the tracing channels cost: without a subscriber, and with one that only counts. */
export async function measureTelemetry(options: TelemetryOptions): Promise<Section> {
  const { starts = defaultStarts } = options;
  const times = { delivery: emptyTimes(), call: emptyTimes() };
  const gateway = await startGateway();
  try {
    for (let start = 0; start < starts; start += 1) {
      await timeOnce(gateway.clientOptions.baseUrl, times, options);
    }
  } finally {
    await gateway.stop();
  }
  const rows = works.flatMap((work) =>
    (["unsubscribed", "counted"] as const).map((observation) => {
      const ratio = summarizeRatios(times[work][observation], times[work].absent);
      return { work, observation, ratio };
    }),
  );
  const toCells = ({ work, observation, ratio }: (typeof rows)[number]): string[] => [
    labels[work],
    observation === "unsubscribed" ? "none" : "counts the events",
    formatRatio(ratio),
    ...[observation, "absent" as const].map((one) => median(times[work][one]).toFixed(1)),
  ];
  const head = ["", "subscriber", "time / without channels", "µs of processor time", "without"];
  return {
    title: "Telemetry: with tracing channels, it takes … times as long as without",
    table: markdownTable(head, rows.map(toCells)),
    values: Object.fromEntries(
      rows.map(({ work, observation, ratio }) => [
        `telemetry: ${work}, ${observation} / absent`,
        ratio.median,
      ]),
    ),
  };
}

function emptyTimes(): Times {
  return { absent: [], unsubscribed: [], counted: [] };
}

/** Measures in one process for each observation, a batch of each per round. */
async function timeOnce(
  baseUrl: string,
  times: Record<Batch["work"], Times>,
  { rounds = defaultRounds, counts = { delivery: 1_000, call: 50 }, random }: TelemetryOptions,
): Promise<void> {
  const programs: Program[] = [];
  try {
    for (const observation of observations)
      programs.push(await startObserver(observation, baseUrl));
    for (const work of works) {
      const batches = programs.map((program, at) => async () => {
        const time = (await program.request({ work, count: counts[work] })) as BatchTime;
        checkReceived(observations[at] as Observation, work, time);
        return time.microseconds;
      });
      const warmUpRounds = Math.ceil(rounds / 4);
      const measured = await timeRounds(batches, { rounds, warmUpRounds, random });
      for (const [at, observation] of observations.entries()) {
        times[work][observation].push(...(measured[at] ?? []));
      }
    }
  } finally {
    for (const program of programs) await program.stop();
  }
}

async function startObserver(observation: Observation, baseUrl: string): Promise<Program> {
  const program = startProgram(new URL("observer-program.js", import.meta.url), {
    name: `The observer (${observation})`,
    args: [observation, baseUrl],
  });
  await program.nextMessage();
  return program;
}
