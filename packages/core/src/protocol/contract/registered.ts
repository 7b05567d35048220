import type { FieldType } from "./override.js";

/**
 * Registers a contract override for the whole program, by declaration merging. The types of requests, responses, events and
 * patterns follow it.
 *
 * @example
 * const contract = defineContract({ statuses: { refunded: { final: true } } });
 * declare module "@numipay/core" {
 *   interface Register { contract: typeof contract }
 * }
 * webhook.on("deposit.refunded", async (event) => takeBack(event));
 */
// oxlint-disable-next-line typescript/no-empty-interface -- users add a member by declaration merging
export interface Register {}

/** The override in `Register`, or an empty one. */
export type RegisteredContract = Register extends { contract: infer Override }
  ? Override
  : NoOverride;

// oxlint-disable-next-line typescript/no-empty-object-type -- an empty override
type NoOverride = {};

type Member<Value, Key extends PropertyKey> = Value extends { readonly [Name in Key]: infer Found }
  ? Found
  : NoOverride;

/** The statuses that an override adds. */
export type AddedStatus = keyof Member<RegisteredContract, "statuses"> & string;

/** The transaction types that an override adds. */
export type AddedType = keyof Member<RegisteredContract, "types"> & string;

type OperationOverrides = Member<RegisteredContract, "operations">;

/** The overridden fields of one operation's request. */
export type RequestFields<Operation extends PropertyKey> = Merge<
  Member<RegisteredContract, "fields">,
  Member<Member<OperationOverrides, Operation>, "fields">
>;

/** The overridden fields of one operation's response. */
export type ResponseFields<Operation extends PropertyKey> = Member<
  Member<Member<OperationOverrides, Operation>, "response">,
  "fields"
>;

/** The overridden fields of a webhook. */
export type WebhookFields = Member<Member<RegisteredContract, "webhook">, "fields">;

/** The names of all operations in an override. */
export type OverriddenOperation = keyof OperationOverrides & string;

type Merge<General, Own> = Omit<General, keyof Own> & Own;

type RequiredKey<Base> = {
  [Key in keyof Base]-?: undefined extends Base[Key] ? never : Key;
}[keyof Base];

/** The names of the override's required fields. */
type RequiredOverrideKey<Base, Fields> = {
  [Key in keyof Fields]: Fields[Key] extends { readonly required: infer Required }
    ? Required extends true
      ? Key
      : never
    : Key extends RequiredKey<Base>
      ? Key
      : never;
}[keyof Fields];

interface ValueOfType {
  string: string;
  number: number;
  boolean: boolean;
  any: unknown;
}

type ValueOf<Field, Base, Key> = Field extends { readonly type: infer Type extends FieldType }
  ? ValueOfType[Type]
  : Key extends keyof Base
    ? Exclude<Base[Key], undefined>
    : string;

type Flat<Value> = { [Key in keyof Value]: Value[Key] };

/** A request type with the differences of an override. An amount stays a decimal string, whatever its type on the wire. */
export type WithOverride<Base, Fields> = [keyof Fields] extends [never]
  ? Base
  : Flat<
      Omit<Base, keyof Fields> & {
        [Key in RequiredOverrideKey<Base, Fields>]: Key extends "amount"
          ? string
          : ValueOf<Fields[Key], Base, Key>;
      } & {
        [Key in Exclude<keyof Fields, RequiredOverrideKey<Base, Fields>>]?:
          | (Key extends "amount" ? string : ValueOf<Fields[Key], Base, Key>)
          | undefined;
      }
    >;

/** A type that the gateway sends, with the differences of an override. An optional field may also be null. */
export type WithReadOverride<Base, Fields> = [keyof Fields] extends [never]
  ? Base
  : Flat<
      Omit<Base, keyof Fields> & {
        [Key in RequiredOverrideKey<Base, Fields>]: Key extends keyof Base
          ? Base[Key]
          : ValueOf<Fields[Key], Base, Key>;
      } & {
        [Key in Exclude<keyof Fields, RequiredOverrideKey<Base, Fields>>]?:
          | (Key extends keyof Base ? Base[Key] : ValueOf<Fields[Key], Base, Key>)
          | null
          | undefined;
      }
    >;
