import type {
  ContractOverride,
  FieldOverride,
  OperationOverride,
  ReadFieldOverride,
} from "@numipay/core";

/** Creates the override of an operation. */
export function atOperation(id: string, part: OperationOverride): ContractOverride {
  return { operations: { [id]: part } };
}

/** Creates the override of a request field. */
export function atField(id: string, field: string, part: FieldOverride): ContractOverride {
  return atOperation(id, { fields: { [field]: part } });
}

/** Creates the override of a response or of the webhook. */
export type OnRead = (part: {
  readonly at?: string;
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
}) => ContractOverride;

/** Creates the overrides of an operation's response. */
export function atResponse(id: string): OnRead {
  return (response) => atOperation(id, { response });
}

/** Creates the overrides of the webhook. */
export const onWebhook: OnRead = (webhook) => ({ webhook });
