import type { LazyModuleLoader, ModulesContainer } from "@nestjs/core";
import { sharedState } from "@numipay/core/protocol";
import type { Module } from "./resolve-provider.js";

/** How long an event waits for a module that is loading. */
const maxWaitMs = 5000;

/** The modules of an app whose providers have all been created. */
export interface SettledModules {
  list(): Module[];
  /** The same without a copy, because it runs for every event. */
  each(): Iterable<Module>;
  /** Waits for lazy modules that are loading, up to a timeout. Undefined if there are none. */
  wait(): Promise<unknown> | undefined;
}

const watched = /* @__PURE__ */ sharedState(
  "lazyLoads",
  () => new WeakMap<LazyModuleLoader, SettledModules>(),
);

/**
 * Tracks the loading of lazy modules. Nest emits no event for it, and lists a module before its providers are created, when their
 * scope is not yet known.
 */
export function watchLazyLoads(
  loader: LazyModuleLoader,
  modules: ModulesContainer,
): SettledModules {
  const known = watched.get(loader);
  if (known !== undefined) return known;
  const waits = new Map<Promise<unknown>, Promise<unknown>>();
  let before: Module[] = [];
  const settled: SettledModules = {
    list: () => (waits.size > 0 ? before : [...modules.values()]),
    each: () => (waits.size > 0 ? before : modules.values()),
    wait: () => (waits.size > 0 ? Promise.all(waits.values()) : undefined),
  };
  watched.set(loader, settled);

  const load = loader.load.bind(loader);
  loader.load = (...args) => {
    if (waits.size === 0) before = [...modules.values()];
    const loading = load(...args);
    waits.set(loading, waitAtMost(loading, maxWaitMs));
    const stopWaiting = (): void => void waits.delete(loading);
    loading.then(stopWaiting, stopWaiting);
    return loading;
  };
  return settled;
}

/** Resolves when the promise settles or the timeout expires. */
function waitAtMost(promise: Promise<unknown>, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    timer.unref();
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(end, end);
  });
}
