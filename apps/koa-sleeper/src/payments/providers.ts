// @ts-check
// Who a passenger can pay with. The ids are the gateway's, from its portal under Settings > Providers; the words are ours.

export interface Provider {
  id: string;
  name: string;
  hint: string;
}

export const providers: readonly Provider[] = [
  { id: "northbank", name: "Northbank", hint: "Straight from your bank account" },
  { id: "cardo", name: "Cardo", hint: "Debit or credit card" },
  { id: "pursa", name: "Pursa", hint: "The balance in your wallet" },
];

export function findProvider(id: unknown) {
  return providers.find((provider) => provider.id === id);
}
