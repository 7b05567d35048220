import type { Played } from "../play/play-attacks.js";
import { maxGrowth, maxRequestMs } from "./limits.js";

/**
 * Returns the faults that one attack shows in a server, without regard to its peer: memory beyond its limit, a hostile
 * request that was accepted or left without a response, a healthy delivery that was lost or applied twice.
 */
export function findFaults({
  growth,
  isParsedByHost,
  cpu,
  healthy,
  hostile,
  work,
  deadlineMs,
}: Played): string[] {
  const faults: string[] = [];
  const limit = maxGrowth(hostile.connections);
  // The memory of a host's own parser is only compared with the peer's.
  if (growth > limit && !isParsedByHost) {
    faults.push(`memory grew by ${growth.toFixed(0)} MB, the limit is ${limit.toFixed(0)} MB`);
  }
  const waiting = hostile.requests - hostile.settled;
  if (waiting > 0) {
    const seconds = deadlineMs / 1000;
    faults.push(`${waiting} of ${hostile.requests} requests got no response within ${seconds} s`);
  }
  const requestMs = cpu / hostile.requests;
  if (hostile.requests > 0 && requestMs > maxRequestMs) {
    faults.push(
      `a request took ${requestMs.toFixed(1)} ms of processor time, the limit is ${maxRequestMs} ms`,
    );
  }
  for (const [status, count] of Object.entries(hostile.statuses)) {
    if (status >= "500") faults.push(`${count} hostile requests got a ${status}`);
  }
  const accepted = healthy.sent - healthy.lost.length;
  if (healthy.lost.length > 0) {
    const reasons = [...new Set(healthy.lost)].join(", ");
    faults.push(`${healthy.lost.length} healthy deliveries were lost (${reasons})`);
  }
  if (work.handled !== accepted || work.handledTwice > 0) {
    faults.push(
      `${accepted} deliveries were accepted and ${work.handled} applied, ${work.handledTwice} of them twice`,
    );
  }
  if (work.claims > healthy.sent) {
    faults.push(`unsigned deliveries caused ${work.claims - healthy.sent} calls to the store`);
  }
  return faults;
}
