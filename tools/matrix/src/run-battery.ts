// @ts-check
import type { Host } from "./hosts/serve-listener.js";
import { adapterCases } from "@numipay/testing";

const longestCaseMs = 30_000;

export interface Summary {
  adapter: string;
  situation: string;
  passed: number;
  failed: { name: string; message: string }[];
  /** What cannot hold there, and why. */
  holes: { name: string; reason: string }[];
}

/** Runs every case of the battery, one after the other. */
export async function runBattery({
  adapter,
  situation,
  server,
  holes = {},
}: Host): Promise<Summary> {
  const tally: Summary = { adapter, situation, passed: 0, failed: [], holes: [] };
  for (const { name, hole, run } of adapterCases(server, holes)) {
    const failure = await failureOf(run);
    if (failure !== undefined) tally.failed.push({ name, message: failure });
    else if (hole === undefined) tally.passed += 1;
    else tally.holes.push({ name: name.replace(`does not hold (${hole}): `, ""), reason: hole });
  }
  return tally;
}

async function failureOf(run: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${longestCaseMs} ms`)), longestCaseMs);
  });
  try {
    await Promise.race([run(), tooLong]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
