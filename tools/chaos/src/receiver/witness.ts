import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** The pipe that the parent listens at, beside standard in, out, error, and the channel of messages. */
const pipe = 4;

/** Changes between the beginning of their claim and the end of their record, in this process. */
const underWay = new Map();

/** A change begins. Returns how it ends. */
export function begin(key) {
  underWay.set(key, (underWay.get(key) ?? 0) + 1);
  return () => end(key);
}

/** A change ends: it is recorded, released, or was none of ours. */
export function end(key) {
  const left = (underWay.get(key) ?? 0) - 1;
  if (left > 0) underWay.set(key, left);
  else underWay.delete(key);
}

/** Leaves word of what is under way the moment before a signal: written at once, for there is no later. */
export function testify(step, signal) {
  writeSync(pipe, `${JSON.stringify({ step, signal, keys: [...underWay.keys()] })}\n`);
}

/** Leaves word that a handler does something wrong now. */
export function testifyToHandler(fault, key) {
  writeSync(pipe, `${JSON.stringify({ fault, key })}\n`);
}

/** Leaves word of something that is counted by its name. */
export function note(name) {
  writeSync(pipe, `${JSON.stringify({ note: name })}\n`);
}

/** Resolves when nothing is under way, or after ten seconds. */
export async function whenIdle() {
  for (let waits = 0; waits < 1000 && underWay.size > 0; waits += 1) await pause(10);
}
