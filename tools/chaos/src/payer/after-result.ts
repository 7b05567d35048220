/** Continues with a result, or with that of a promise, so that the same steps serve synchronous and asynchronous drivers. */
export function afterResult<Value, Next>(
  result: Value | Promise<Value>,
  work: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> {
  return result instanceof Promise ? result.then(work) : work(result);
}
