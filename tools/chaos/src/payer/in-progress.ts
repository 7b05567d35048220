import { beginChange } from "../receiver/report-pipe.js";

/** The intents that this process works on between two steps, each of which begins once and ends once. */
export function createInProgress() {
  const ends = new Map<string, () => void>();
  return {
    begin(tracking_id: string) {
      if (!ends.has(tracking_id)) ends.set(tracking_id, beginChange(tracking_id));
    },
    end(tracking_id: string) {
      ends.get(tracking_id)?.();
      ends.delete(tracking_id);
    },
    size: () => ends.size,
  };
}
