/* oxlint-disable unicorn/no-thenable -- broken thenables are what is played */
// For programs that play one callback of the packages in every way in which it can fail.
import { setImmediate as nextTurn } from "node:timers/promises";

const away = () => new Error("the store is away");

/** @type {Record<string, () => unknown>} */
const failures = {
  throws: () => {
    throw away();
  },
  throwsText: () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw "the store is away";
  },
  rejects: async () => {
    throw away();
  },
  rejectsLater: async () => {
    await nextTurn();
    throw away();
  },
  throwsInThen: () => ({
    then() {
      throw away();
    },
  }),
  rejectsInThen: () => ({
    async then() {
      throw away();
    },
  }),
  throwsInGetter: () => ({
    get then() {
      throw away();
    },
  }),
  returnsRevoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/**
 * Hands each failing callback to `play`, waits until it was called, and says so. A process that it ends says nothing.
 * @param {(callback: (...args: unknown[]) => unknown) => unknown} play
 */
export async function playFailures(play) {
  await Promise.all(
    Object.values(failures).map(async (fail) => {
      await new Promise((resolve, reject) => {
        const callback = () => {
          resolve(undefined);
          return fail();
        };
        Promise.resolve(play(callback)).catch(reject);
      });
    }),
  );
  // An unhandled rejection ends the process within a turn of the loop.
  for (let i = 0; i < 10; i += 1) await nextTurn();
  process.stdout.write(`survived ${Object.keys(failures).length}\n`, () => process.exit(0));
}
