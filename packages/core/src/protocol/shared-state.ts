/**
 * Returns a state of the process, created on first use. A process may load this package twice, as an ES module and as CommonJS or
 * in two versions, so a variable of a module is not enough.
 *
 * @param name the name of the state, such as `"runningHandlers"`
 */
export function sharedState<State>(name: string, create: () => State): State {
  const states = globalThis as { [key: symbol]: State | undefined };
  return (states[Symbol.for(`numipay.${name}`)] ??= create());
}
