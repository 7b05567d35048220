// @ts-check
import type { KnownExceptions } from "@numipay/testing";

/** What a runtime keeps from the webhook, by the beginning of the case's name, and why. */
export const holesOf: Readonly<Record<string, KnownExceptions>> = {};
