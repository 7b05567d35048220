import type { LazyModuleLoader, ModulesContainer } from "@nestjs/core";
import type { Module } from "./resolve-provider.js";

/** How long an event waits for a module that is loading. */
const longestWaitMs = 5000;

/** The modules of an app whose providers are all created. */
export interface SettledModules {
  list(): Module[];
  /** The same without a copy, for a look at every event. */
  each(): Iterable<Module>;
  /** Waits a while for the lazy modules that are loading; undefined when there are none. */
  wait(): Promise<unknown> | undefined;
}

const watched = new WeakMap<LazyModuleLoader, SettledModules>();

/**
 * Watches the loads of lazy modules. Nest has no event for them, its container lists a module before its providers are
 * created, and whether these are request-scoped may not be asked before.
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
    waits.set(loading, waitAtMost(loading, longestWaitMs));
    const forget = (): void => void waits.delete(loading);
    loading.then(forget, forget);
    return loading;
  };
  return settled;
}

/** Resolves when a promise settles, or after a time. */
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
