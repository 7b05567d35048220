import { createHandwrittenReceiver, type HandwrittenReceiver } from "measure";
import type { WorkCounter } from "./work-counter.js";

/** The receiver of every peer: the framework's raw parser, and a hand-written check. */
export function createPeerReceiver(work: WorkCounter): HandwrittenReceiver {
  return createHandwrittenReceiver({ onLookup: work.claim, onApply: work.handle });
}
