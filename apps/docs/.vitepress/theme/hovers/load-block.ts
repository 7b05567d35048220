import { withBase } from "vitepress";
import type { BlockHovers } from "../../../src/hovers/block-hovers.js";

const none: BlockHovers = { hovers: [], words: [] };
const loading = new Map<string, Promise<BlockHovers>>();

/** The hovers of a code block, loaded once. None if they cannot be loaded. */
export function loadBlock(key: string): Promise<BlockHovers> {
  const known = loading.get(key);
  if (known !== undefined) return known;
  const block = fetch(withBase(`/hovers/${key}.json`))
    .then((response) => response.json() as Promise<BlockHovers>)
    .catch(() => none);
  loading.set(key, block);
  return block;
}
