import type { Inbox } from "@numipay/core";
import type { Entry } from "../ledger/entry.js";
import type { OpenQueue } from "./open-queue.js";

/** A fault that a handler must inject into its own work. */
export interface HandlerFaultOptions<Tx> {
  /** The name of the variant. */
  fault: string;
  entry: Entry;
  tx: Tx;
  leaseMs: number;
}

/** An inbox with the effect that its documentation requires. `Tx` is what its handlers get. */
export interface Engine<Tx = unknown> {
  inbox: Inbox<Tx>;
  /** Appends an entry to the ledger. False if the fencing token is outdated. Synchronous if the handlers have to be. */
  effect(entry: Entry, tx: Tx): Promise<boolean> | boolean;
  /** Does the same with a fault. Undefined for an engine whose handlers have none. */
  injectFault?(options: HandlerFaultOptions<Tx>): Promise<boolean> | boolean;
  /** Reads the ledger table, if the ledger is one. */
  readLedger?: () => Promise<unknown[]>;
  queue?: OpenQueue;
  close?: () => Promise<void>;
}

/** Returns a setting that the engine needs. */
export function requireSetting<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The receiver setting ${name} is missing.`);
  return value;
}
