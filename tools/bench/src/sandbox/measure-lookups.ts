import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { markdownTable, median, shuffle } from "measure";
import type { RunOptions, Section } from "../section.js";
import { type Lookup, lookups, transactionsPerDay } from "./lookups.js";

/** The others are compared with the first. */
const sizes = [1_000, 100_000, 1_000_000];
const defaultRounds = 25;
const warmUpRounds = 5;

interface Task {
  size: number;
  sandbox: Sandbox;
  lookup: Lookup;
  milliseconds: number[];
}

/**
 * Measures lists and searches in sandboxes with a thousand, a hundred thousand and a million transactions in a file. Each
 * request goes through the whole app in process. The result is a multiple of the time at the smallest size.
 */
export async function measureLookups({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "numipay-bench-"));
  try {
    const sandboxes = await Promise.all(
      sizes.map(async (size) => ({ size, sandbox: await createFilled(folder, size) })),
    );
    const tasks = sandboxes.flatMap(({ size, sandbox }) =>
      lookups.map((lookup): Task => ({ size, sandbox, lookup, milliseconds: [] })),
    );
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      for (const task of shuffle(tasks, random)) {
        const took = await timeLookup(task);
        if (round >= 0) task.milliseconds.push(took);
      }
    }
    await Promise.all(sandboxes.map(({ sandbox }) => sandbox.close()));
    return toSection(tasks);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toSection(tasks: readonly Task[]): Section {
  const rows = lookups.map(({ name }) => {
    const times = sizes.map((size) =>
      median(
        tasks.find((task) => task.size === size && task.lookup.name === name)?.milliseconds ?? [],
      ),
    );
    const [smallest = Number.NaN, ...larger] = times;
    const ratios = larger.map((time) => time / smallest);
    const cells = [name, smallest.toFixed(2), ...ratios.map((ratio) => ratio.toFixed(2))];
    return { ratios, cells };
  });
  const [smallest, ...larger] = sizes.map((size) => size.toLocaleString("en"));
  return {
    title: `Lists and searches: … times as long as with ${smallest} transactions`,
    table: markdownTable(
      ["", `median ms at ${smallest}`, ...larger],
      rows.map(({ cells }) => cells),
    ),
    values: {
      "sandbox: slowest lookup at 1,000,000 / 1,000": Math.max(
        ...rows.map(({ ratios }) => ratios.at(-1) ?? Number.NaN),
      ),
    },
  };
}

async function createFilled(folder: string, size: number): Promise<Sandbox> {
  const sandbox = await createSandbox({ file: join(folder, `${size}.db`), autoDeliver: false });
  sandbox.account().seedHistory({ transactions: size, days: size / transactionsPerDay });
  return sandbox;
}

async function timeLookup({ sandbox, lookup, size }: Task): Promise<number> {
  const headers = { "x-api-key": sandbox.apiKey };
  const started = performance.now();
  const response = await sandbox.fetch(lookup.path(size), { headers });
  const text = await response.text();
  const took = performance.now() - started;
  if (!response.ok || !lookup.isComplete(text, size)) {
    throw new Error(`${lookup.name} at ${size} got an incomplete response (${response.status}).`);
  }
  return took;
}
