// @ts-check
// Who a passenger can pay with. The ids are the gateway's, from its portal under Settings > Providers; the words are ours.

/** @typedef {{ id: string, name: string, hint: string }} Provider */

/** @type {readonly Provider[]} */
export const providers = [
  { id: "northbank", name: "Northbank", hint: "Straight from your bank account" },
  { id: "cardo", name: "Cardo", hint: "Debit or credit card" },
  { id: "pursa", name: "Pursa", hint: "The balance in your wallet" },
];

/** @param {unknown} id */
export function findProvider(id) {
  return providers.find((provider) => provider.id === id);
}
