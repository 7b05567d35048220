/** Taken along by so many kills, it is left in peace: the gateway gives a change up after its fifteenth attempt. */
const manyKills = 7;
/** Whatever is done now, it is given up. */
const mostKills = 15;

/**
 * Keeps count of how many kills took a change along, so that there is an end to it where nobody is out of harm's way: one
 * receiver that has hundreds of deliveries before it takes the last of them along each time.
 */
export function createLastAttempts() {
  /** @type {Map<string, { kills: number, last: number }>} */
  const takenAlong = new Map();
  const endangered = new Set();
  return {
    /** Whether a change is near its last attempt: who is killed now may take it along once more. */
    areNear: () => endangered.size > 0,
    /**
     * A delivery of a change was cut. Copies of it that go down with the same receiver count once.
     *
     * @param {string} key
     * @param {number} kill how many kills there were
     */
    cut(key, kill) {
      const before = takenAlong.get(key) ?? { kills: 0, last: 0 };
      if (before.last === kill) return;
      const kills = before.kills + 1;
      takenAlong.set(key, { kills, last: kill });
      if (kills >= mostKills) endangered.delete(key);
      else if (kills >= manyKills) endangered.add(key);
    },
    /** A change was taken, once and for all: copies of it may still be cut, and nobody tries those again. */
    taken(key) {
      takenAlong.set(key, { kills: -Infinity, last: 0 });
      endangered.delete(key);
    },
  };
}
