// @ts-check
import { maxBodyBytes } from "../host-paths.js";

/** Peak memory (`VmHWM`) as a multiple of the peer's. */
export const mostMemory = 1.5;
/** The p99 of healthy deliveries as a multiple of the peer's. */
export const mostP99 = 2;

/**
 * The processor time that an average hostile request may take, in milliseconds. Ten times what it takes, so that this
 * holds on a slow machine with neighbours, and a tenth of what work that grows with the square of its input takes.
 */
export const mostWorkARequest = 10;

/** What a process may grow by under any load: compiled code, and the heap between two collections. */
const restlessMegabytes = 80;

/**
 * How much memory a server may grow by: four times what its limit lets so many connections send, in megabytes. The peers
 * keep chunks as they come, so a multiple of theirs would allow gigabytes.
 */
export function mostGrowth(connections: number) {
  return restlessMegabytes + (4 * connections * maxBodyBytes) / 2 ** 20;
}
