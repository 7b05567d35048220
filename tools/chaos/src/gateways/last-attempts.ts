/** Cut so many times, it is left in peace: the gateway gives a change up after its fifteenth attempt. */
const manyCuts = 7;
/** Whatever is done now, it is given up. */
const mostCuts = 15;

/**
 * Keeps count of how many times trouble took a change along, so that there is an end to it where nobody is out of harm's
 * way: one receiver that has hundreds of deliveries before it, or a store that is away, takes the last of them along each
 * time.
 */
export function createLastAttempts() {
  const takenAlong: Map<string, { cuts: number; last: number }> = new Map();
  const endangered = new Set();
  return {
    /** Whether a change is near its last attempt: who is killed now may take it along once more. */
    areNear: () => endangered.size > 0,
    /**
     * A delivery of a change was cut. Copies of it that go down with the same receiver count once.
     *
     * @param trouble the number of the trouble that cut it
     */
    cut(key: string, trouble: number) {
      const before = takenAlong.get(key) ?? { cuts: 0, last: 0 };
      if (before.last === trouble) return;
      const cuts = before.cuts + 1;
      takenAlong.set(key, { cuts, last: trouble });
      if (cuts >= mostCuts) endangered.delete(key);
      else if (cuts >= manyCuts) endangered.add(key);
    },
    /** A change was taken, once and for all: copies of it may still be cut, and nobody tries those again. */
    taken(key) {
      takenAlong.set(key, { cuts: -Infinity, last: 0 });
      endangered.delete(key);
    },
  };
}
