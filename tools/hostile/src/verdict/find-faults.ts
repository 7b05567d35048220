// @ts-check
import type { Played } from "../play/play-attacks.js";
import { mostGrowth, mostWorkARequest } from "./limits.js";

/**
 * What one attack proves against a server, whatever its peer does: memory that its limit does not explain, a hostile
 * request that was accepted or left waiting, a healthy delivery that was lost or applied twice.
 */
export function findFaults({
  grown,
  isParsedByHost,
  cpu,
  healthy,
  hostile,
  work,
  deadlineMs,
}: Played): string[] {
  const faults = [];
  const growth = mostGrowth(hostile.connections);
  // What a parser of the host takes is compared with the peer alone.
  if (grown > growth && !isParsedByHost) {
    faults.push(`memory grew by ${grown.toFixed(0)} MB, the limit allows ${growth.toFixed(0)} MB`);
  }
  const waiting = hostile.requests - hostile.settled;
  if (waiting > 0) {
    const seconds = deadlineMs / 1000;
    faults.push(`${waiting} of ${hostile.requests} requests got no response within ${seconds} s`);
  }
  const workARequest = cpu / hostile.requests;
  if (hostile.requests > 0 && workARequest > mostWorkARequest) {
    faults.push(
      `a request took ${workARequest.toFixed(1)} ms of processor time, at most ${mostWorkARequest} ms`,
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
  if (work.handled !== accepted || work.doubled > 0) {
    faults.push(
      `${accepted} deliveries were accepted and ${work.handled} applied, ${work.doubled} of them twice`,
    );
  }
  if (work.claims > healthy.sent) {
    faults.push(`the store was asked ${work.claims - healthy.sent} times for unsigned deliveries`);
  }
  return faults;
}
