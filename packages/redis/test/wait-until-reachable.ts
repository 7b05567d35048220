/** Resolves when `ping` does: clients reconnect automatically. */
export async function waitUntilReachable(ping: () => Promise<void>): Promise<void> {
  const endsAt = performance.now() + 10_000;
  while (performance.now() < endsAt) {
    const isBack = await ping().then(
      () => true,
      () => false,
    );
    if (isBack) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("The client did not reconnect.");
}
