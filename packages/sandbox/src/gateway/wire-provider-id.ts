import type { Contract } from "@numipay/core/protocol";

interface Identified {
  readonly providerId: string;
}

/**
 * A provider's id on the wire: the sandbox's own, such as `pursa`, or the provider's position in the list if the contract
 * requires numbers or another format.
 */
export function wireProviderId(
  contract: Contract,
  providers: readonly Identified[],
  { providerId }: Identified,
): string {
  const field = contract.operations.direct.fields.get("provider_id");
  const isWord =
    field === undefined ||
    field.type === "any" ||
    (field.type === "string" && (field.pattern?.test(providerId) ?? true));
  if (isWord) return providerId;
  return String(providers.findIndex((one) => one.providerId === providerId) + 1);
}

/** Finds a provider by its id on the wire. If the contract's format fits no id of the sandbox, any id finds the first. */
export function findByWireId<Provider extends Identified>(
  contract: Contract,
  providers: readonly Provider[],
  wireId: string,
): Provider | undefined {
  const named = providers.map((one) => [wireProviderId(contract, providers, one), one] as const);
  const form = contract.operations.direct.fields.get("provider_id")?.pattern;
  const isPlayable = form === undefined || named.some(([id]) => form.test(id));
  return isPlayable ? named.find(([id]) => id === wireId)?.[1] : providers[0];
}
