// @ts-check
import type { RunOptions, Section } from "../main.js";
import type { Sandbox } from "@numipay/sandbox";
import { createSandbox } from "@numipay/sandbox";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median } from "../summarize.js";

/** The first is what the others are held against. */
const sizes = [1_000, 100_000, 1_000_000];

/** So many transactions lie on a day at every size: only what is stored grows, not what is answered. */
const transactionsADay = 100;

const defaultRounds = 25;
const warmUpRounds = 5;

/** What a merchant and a person at the portal ask for. `find` gives the path, for a sandbox of so many transactions. */
const lookups: readonly {
  name: string;
  path: (size: number) => string;
  holds: (text: string, size: number) => boolean;
}[] = [
  {
    name: "API: list of one day",
    path: () => "/transactions?from=31-12-2025&to=31-12-2025",
    holds: (text) => JSON.parse(text).length > transactionsADay / 2,
  },
  {
    name: "API: status",
    path: (size) => `/transactions/${aTest(size)}`,
    holds: (text) => "transaction_status" in JSON.parse(text),
  },
  portal("newest", "", (size) => `past-${size}`),
  portal("deep page", "before=500", () => "past-499"),
  portal("by status", "status=rejected", () => "past-"),
  portal("by provider and status", "provider=cardo&status=rejected", () => "past-"),
  portal("live, in SEK", "mode=live&currency=SEK", () => "<h1"),
  portal("one day", "from=2025-12-25&to=2025-12-25", () => "past-"),
  portal("by tracking id", "q=past-777", () => "past-777"),
  portal("by beginning of a user id, some 555 hits", (size) => `q=${rareUser(size)}`, rareUser),
  portal("by a common beginning", "q=past-", (size) => `past-${size}`),
  {
    name: "Portal: charts of 30 days",
    path: () => "/portal/analytics",
    holds: (text) => text.includes("<svg"),
  },
];

/**
 * How long lists and searches take in a sandbox with a file of a thousand, a hundred thousand and a million
 * transactions, each request through the whole app in process, as a multiple of what the smallest takes.
 */
export async function measureLookups({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "numipay-bench-"));
  try {
    const sandboxes = await Promise.all(
      sizes.map(async (size) => ({ size, sandbox: await openFilled(folder, size) })),
    );
    const tasks = sandboxes.flatMap(({ size, sandbox }) =>
      lookups.map((lookup) => ({ size, sandbox, lookup, took: [] as number[] })),
    );
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      for (const { size, sandbox, lookup, took } of shuffle(tasks, random)) {
        const milliseconds = await timeLookup(sandbox, lookup, size);
        if (round >= 0) took.push(milliseconds);
      }
    }
    await Promise.all(sandboxes.map(({ sandbox }) => sandbox.close()));
    return report(tasks);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(tasks: readonly { size: number; lookup: { name: string }; took: number[] }[]) {
  const rows = lookups.map(({ name }) => {
    const times = sizes.map((size) =>
      median(tasks.find((task) => task.size === size && task.lookup.name === name)?.took ?? []),
    );
    const [smallest = Number.NaN, ...larger] = times;
    const ratios = larger.map((time) => time / smallest);
    return { ratios, cells: [name, smallest.toFixed(2), ...ratios.map((one) => one.toFixed(2))] };
  });
  const head = sizes.map((size) => size.toLocaleString("en"));
  return {
    title: `Lists and searches: … times what they take among ${head[0]} transactions`,
    table: markdownTable(
      ["", `median ms at ${head[0]}`, ...head.slice(1)],
      rows.map(({ cells }) => cells),
    ),
    values: {
      "sandbox: slowest look-up at 1,000,000 / 1,000": Math.max(
        ...rows.map(({ ratios }) => ratios.at(-1) ?? Number.NaN),
      ),
    },
  };
}

async function openFilled(folder: string, size: number) {
  const sandbox = await createSandbox({ file: join(folder, `${size}.db`), autoDeliver: false });
  sandbox.account().seedHistory({ transactions: size, days: size / transactionsADay });
  return sandbox;
}

async function timeLookup(
  sandbox: Sandbox,
  { name, path, holds }: (typeof lookups)[number],
  size: number,
) {
  const headers = { "x-api-key": sandbox.apiKey };
  const started = performance.now();
  const response = await sandbox.fetch(path(size), { headers });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  if (!response.ok || !holds(text, size)) {
    throw new Error(`${name} at ${size} answered ${response.status} without what it must find.`);
  }
  return milliseconds;
}

/** @param shows what the page must show */
function portal(
  name: string,
  query: string | ((size: number) => string),
  shows: (size: number) => string,
): (typeof lookups)[number] {
  return {
    name: `Portal: ${name}`,
    path: (size) => `/portal/transactions?${typeof query === "string" ? query : query(size)}`,
    holds: (text, size) => text.includes(shows(size)),
  };
}

/** The same number of hits at every size: the past of a sandbox has 20,011 users, numbered from 1. */
function rareUser(size: number) {
  return size <= 1_000 ? "customer-1" : size <= 100_000 ? "customer-77" : "customer-777";
}

/** Every fiftieth or so of a made-up past is live; this one is not. */
function aTest(size: number) {
  return `past-${size - 1}`;
}
