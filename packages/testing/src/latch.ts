/** Something to wait for until somebody opens it. */
export interface Latch {
  open(): void;
  opened: Promise<void>;
}

/** A closed gate. */
export function createLatch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
