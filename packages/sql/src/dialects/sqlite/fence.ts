let last = 0;

/**
 * Returns a fencing token that is higher than those of all claims before: microseconds of the clock that all processes share. A
 * counter in the file would cost a commit for each claim, or return after a rollback.
 */
export function nextFence(): number {
  last = Math.max(last + 1, Date.now() * 1000);
  return last;
}

/** Notes a token that the database chose because a higher one was recorded. */
export function noteFence(fence: number): void {
  last = Math.max(last, fence);
}
