/** Drizzle wraps each error of a statement. */
export async function unwrapped<Result>(result: PromiseLike<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw (error as Error).cause ?? error;
  }
}
