import { type Change, InvalidOptionError } from "@numipay/core";

/** What an inbox keeps of a change. */
export interface ContentOptions {
  /**
   * Whether to keep the verified content of each recorded change, for `history`, until `archive` deletes it. The content has
   * customer data and more than doubles the size of a record. A digest of it is always kept. Defaults to `false`.
   */
  keepContent?: boolean | undefined;
}

/**
 * Returns the function that renders the content to store, as SQL.
 *
 * @throws InvalidOptionError when `keepContent` is not a boolean
 */
export function toStoredContent(
  { keepContent = false }: ContentOptions,
  toLiteral: (text: string) => string,
): (change: Change) => string {
  if (typeof keepContent !== "boolean") {
    throw new InvalidOptionError("keepContent", "must be true or false.");
  }
  return keepContent ? ({ content }) => toLiteral(content) : () => "NULL";
}
