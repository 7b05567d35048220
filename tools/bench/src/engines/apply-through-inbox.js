// @ts-check

/**
 * A program that applies changes and says what became of one: `processed`, or why it was not applied.
 *
 * @template Tx
 * @typedef {{
 *   name: string,
 *   apply: (change: import("@numipay/core").Change, effect: (tx: Tx) => Promise<unknown>) => Promise<string>,
 * }} Contestant
 */

/**
 * What the receiver does with an inbox for each delivery: claim, effect, complete.
 *
 * @template Tx
 * @param {string} name
 * @param {import("@numipay/core").Inbox<Tx>} inbox
 * @returns {Contestant<Tx>}
 */
export function applyThroughInbox(name, inbox) {
  return {
    name,
    async apply(change, effect) {
      const claim = await inbox.claim(change);
      if (claim.state !== "new") return claim.state;
      await effect(claim.lease.tx);
      return (await inbox.complete(change, claim.lease)) ? "processed" : "in-progress";
    },
  };
}
