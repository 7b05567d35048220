interface Closable {
  close(): Promise<unknown>;
}

/**
 * Closes what was added to it, in reverse order, even if one fails. What is added after `close` is closed immediately: its
 * owner was interrupted while it was still starting.
 */
export function createCleanup() {
  const open: Closable[] = [];
  let isClosed = false;
  return {
    add<Resource extends Closable | undefined>(resource: Resource): Resource {
      if (resource === undefined) return resource;
      if (isClosed) void resource.close().catch(() => undefined);
      else open.push(resource);
      return resource;
    },
    async close() {
      isClosed = true;
      const failures: unknown[] = [];
      for (const resource of open.splice(0).toReversed()) {
        try {
          await resource.close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
