import type { LazyModuleLoader } from "@nestjs/core";

const watched = new WeakMap<LazyModuleLoader, Set<Promise<unknown>>>();

/**
 * The loads of lazy modules that are running. Nest has no event for them, and its container lists a module before its
 * providers are created.
 */
export function watchLazyLoads(loader: LazyModuleLoader): ReadonlySet<Promise<unknown>> {
  const known = watched.get(loader);
  if (known !== undefined) return known;
  const running = new Set<Promise<unknown>>();
  watched.set(loader, running);
  const load = loader.load.bind(loader);
  loader.load = (...args) => {
    const loading = load(...args);
    running.add(loading);
    const forget = (): void => void running.delete(loading);
    loading.then(forget, forget);
    return loading;
  };
  return running;
}
