/** Calls a handler in a context from which its transaction can be read. */
export type RunWith = (tx: unknown) => <Result>(handler: () => Result) => Result;

/** Undefined until `currentTransaction` is imported: an AsyncLocalStorage slows down every promise of the process. */
export const tracking: { runWith: RunWith | undefined } = { runWith: undefined };
