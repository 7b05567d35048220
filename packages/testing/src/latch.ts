/** A one-time signal that can be awaited. */
export interface Latch {
  open(): void;
  opened: Promise<void>;
}

/** Creates a closed latch. */
export function createLatch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
