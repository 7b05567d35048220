// The payment providers. Their ids come from the merchant portal, Settings > Providers. The descriptions are the office's.

export interface Provider {
  id: string;
  name: string;
  hint: string;
}

export const providers: readonly Provider[] = [
  { id: "northbank", name: "Northbank", hint: "Bank transfer from your account" },
  { id: "cardo", name: "Cardo", hint: "Debit or credit card" },
  { id: "pursa", name: "Pursa", hint: "Your wallet balance" },
];

export function findProvider(id: unknown): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
