/** Something to wait for until somebody opens it. */
export interface Gate {
  open(): void;
  opened: Promise<void>;
}

/** A closed gate. */
export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
