import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crash } from "./faults/crash.js";
import { duplicate } from "./faults/duplicate.js";
import type { FaultScript } from "./faults/fault-script.js";
import { forged } from "./faults/forged.js";
import { handlerThrows } from "./faults/handler-throws.js";
import { latePending } from "./faults/late-pending.js";
import { noFault } from "./faults/no-fault.js";
import { shopDown } from "./faults/shop-down.js";
import { type Database, openDatabase } from "./open-database.js";
import { openStage } from "./open-stage.js";
import type { Fault, Recording, Step } from "./recording.js";

const scripts: readonly FaultScript[] = [
  noFault,
  duplicate,
  forged,
  handlerThrows,
  latePending,
  shopDown,
  crash,
];

/** Plays every fault and returns what happened. Two runs return the same: ids and times depend on the seed and the virtual clock. */
export async function recordTimeline(): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), "timeline-"));
  const database = await openDatabase(join(folder, "database"));
  try {
    const faults: Fault[] = [];
    for (const script of scripts) faults.push(await recordFault(script, database));
    return { faults };
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function recordFault(script: FaultScript, database: Database): Promise<Fault> {
  const { play: _, pendingWebhook: _when, controlResult: result, ...fault } = script;
  const steps = await playScript(script, database, false);
  const end = result === undefined ? undefined : (await playScript(script, database, true)).at(-1);
  const control =
    result === undefined || end === undefined
      ? null
      : { result, shop: end.shop, differences: end.differences };
  return { ...fault, steps, control };
}

async function playScript(
  { play, pendingWebhook }: FaultScript,
  database: Database,
  isPlain: boolean,
): Promise<Step[]> {
  const stage = await openStage(database, {
    isPlain,
    ...(pendingWebhook === undefined ? {} : { pendingWebhook }),
  });
  try {
    await play(stage);
    return stage.steps;
  } finally {
    await stage.close();
  }
}
