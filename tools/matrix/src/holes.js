// @ts-check

/**
 * What a runtime keeps from the webhook, by the beginning of the case's name, and why.
 *
 * @type {Readonly<Record<string, import("@numipay/testing").KnownExceptions>>}
 */
export const holesOf = {};
