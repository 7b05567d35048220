import { createServer } from "node:http";
import {
  type App,
  createHandwrittenReceiver,
  type HandwrittenReceiver,
  readCpuMicroseconds,
  serveForParent,
} from "measure";

let handled = 0;

/** Called by each server for each change that it applies. */
export function countHandled(): void {
  handled += 1;
}

/** The receiver of each baseline. */
export const receiveByHand: HandwrittenReceiver = createHandwrittenReceiver({
  onApply: countHandled,
});

/** Serves an app, and reports to the parent how many changes it handled and how much processor time it used. */
export async function serve(app: App): Promise<void> {
  const server = createServer((request, response) => void app(request, response));
  await serveForParent(server, () => ({ handled, cpuMicroseconds: readCpuMicroseconds() }));
}
