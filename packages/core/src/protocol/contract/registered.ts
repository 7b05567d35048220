import type { FieldType } from "./override.js";

/**
 * Tells the compiler what differs, once for the whole program: the types of requests, events and patterns follow.
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

/** The override of `Register`; nothing differs without one. */
export type RegisteredContract = Register extends { contract: infer Override } ? Override : Unbent;

// oxlint-disable-next-line typescript/no-empty-object-type -- an override that says nothing
type Unbent = {};

type Member<Value, Key extends PropertyKey> = Value extends { readonly [Name in Key]: infer Found }
  ? Found
  : Unbent;

/** The statuses that an override adds. */
export type AddedStatus = keyof Member<RegisteredContract, "statuses"> & string;

/** The transaction types that an override adds. */
export type AddedType = keyof Member<RegisteredContract, "types"> & string;

type OperationOverrides = Member<RegisteredContract, "operations">;

/** What an override says of the fields of one operation's request. */
export type RequestFields<Operation extends PropertyKey> = Merge<
  Member<RegisteredContract, "fields">,
  Member<Member<OperationOverrides, Operation>, "fields">
>;

/** What an override says of the fields of one operation's response. */
export type ResponseFields<Operation extends PropertyKey> = Member<
  Member<Member<OperationOverrides, Operation>, "response">,
  "fields"
>;

/** What an override says of the fields of a webhook. */
export type WebhookFields = Member<Member<RegisteredContract, "webhook">, "fields">;

/** The names of all operations of an override. */
export type OverriddenOperation = keyof OperationOverrides & string;

type Merge<General, Own> = Omit<General, keyof Own> & Own;

type RequiredKey<Base> = {
  [Key in keyof Base]-?: undefined extends Base[Key] ? never : Key;
}[keyof Base];

/** The names of the override's fields that must be there. */
type DemandedKey<Base, Fields> = {
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

/** A request with the differences of an override. An amount keeps its type: it is decimal text whatever the wire has. */
export type Bend<Base, Fields> = [keyof Fields] extends [never]
  ? Base
  : Flat<
      Omit<Base, keyof Fields> & {
        [Key in DemandedKey<Base, Fields>]: Key extends "amount"
          ? string
          : ValueOf<Fields[Key], Base, Key>;
      } & {
        [Key in Exclude<keyof Fields, DemandedKey<Base, Fields>>]?: Key extends "amount"
          ? string
          : ValueOf<Fields[Key], Base, Key>;
      }
    >;

/** What the gateway sends, with the differences of an override: what may be missing may be null too. */
export type BendRead<Base, Fields> = [keyof Fields] extends [never]
  ? Base
  : Flat<
      Omit<Base, keyof Fields> & {
        [Key in DemandedKey<Base, Fields>]: Key extends keyof Base
          ? Base[Key]
          : ValueOf<Fields[Key], Base, Key>;
      } & {
        [Key in Exclude<keyof Fields, DemandedKey<Base, Fields>>]?:
          | (Key extends keyof Base ? Base[Key] : ValueOf<Fields[Key], Base, Key>)
          | null;
      }
    >;
