import { createReadStream } from "node:fs";
import { usageError } from "../failure/command-failure.js";
import { nameOption, toOptionValue } from "../options/name-option.js";
import { decodeText } from "./decode-text.js";

/** More than any payload, request or OpenAPI file. An endless file such as /dev/zero must not exhaust the memory. */
const maxMebibytes = 64;

/**
 * Reads a file, which may be a pipe such as `<(command)`. `option` is the option that names it, or undefined for an
 * argument.
 *
 * @throws CommandFailure for more than 64 MiB
 */
export async function readFileBytes(file: string, option?: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readChunks(file, option)) {
    length += chunk.byteLength;
    if (length > maxMebibytes * 1024 * 1024) {
      const name = toOptionValue(option, file);
      throw usageError(`${name} is larger than ${maxMebibytes} MiB. Pass another file.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a file in pieces. */
export async function* readChunks(file: string, option?: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file);
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const next = await nameOption(option, file, chunks.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

/**
 * Reads a text file, as `decodeText` does.
 *
 * @throws CommandFailure for invalid bytes, and for more than 64 MiB
 */
export async function readTextFile(file: string, option?: string): Promise<string> {
  return decodeText(await readFileBytes(file, option), toOptionValue(option, file));
}
