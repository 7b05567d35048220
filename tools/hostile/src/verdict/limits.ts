import { maxBodyBytes } from "../host-paths.js";

/** Peak memory (`VmHWM`) as a multiple of the peer's. */
export const maxMemoryRatio = 1.5;
/** The p99 of healthy deliveries as a multiple of the peer's. */
export const maxP99Ratio = 2;

/**
 * The processor time of an average hostile request, in milliseconds. It is ten times the usual time, so that the limit holds
 * on a slow and busy machine, and a tenth of what quadratic work takes.
 */
export const maxRequestMs = 10;

/** What a process may grow by under any load: compiled code, and the heap between two garbage collections. */
const baseGrowthMegabytes = 80;

/**
 * How much memory a server may grow by, in megabytes: four times what its limit lets this many connections send. A multiple
 * of the peers' would allow gigabytes, because they keep chunks as they arrive.
 */
export function maxGrowth(connections: number): number {
  return baseGrowthMegabytes + (4 * connections * maxBodyBytes) / 2 ** 20;
}
