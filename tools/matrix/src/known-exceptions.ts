import type { KnownExceptions } from "@numipay/testing";
import type { RemoteRuntime } from "./runtimes.js";

/** Cases that cannot pass on a runtime, by the beginning of the case's name, and why. */
export const knownExceptionsOf: Partial<Record<RemoteRuntime["program"], KnownExceptions>> = {};
