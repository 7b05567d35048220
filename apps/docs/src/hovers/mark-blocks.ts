import type { MarkdownOptions } from "vitepress";
import { blockKey } from "./block-key.js";
import { withExamples } from "./with-examples.js";

type Transformer = NonNullable<MarkdownOptions["codeTransformers"]>[number];

/** The keys of the code blocks that have hovers: those of the examples, and not the declarations of the reference. */
export async function listKeys(repository: string): Promise<Set<string>> {
  return withExamples(
    repository,
    (examples) =>
      new Set(examples.flatMap(({ blocks }) => blocks.map(({ text }) => blockKey(text)))),
  );
}

/** Gives each code block with hovers its key, which names their file. */
export const markBlocks = (keys: ReadonlySet<string>): Transformer => ({
  name: "hovers",
  pre(node) {
    const key = blockKey(this.source);
    if (keys.has(key)) node.properties["data-hovers"] = key;
  },
});
