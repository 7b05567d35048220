import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { createDecoder, encodingOf, type PieceDecoder } from "./decode-text.js";
import { readChunks } from "./read-file.js";
import { nameInput, readInput } from "./read-input.js";

const pieceBytes = 1024 * 1024;

/**
 * Reads a text of any size in pieces, as `decodeText` decodes it, from a file or standard input.
 *
 * @throws CommandFailure for invalid bytes
 */
export async function* readPieces(
  terminal: GuardedTerminal,
  file: string,
): AsyncGenerator<string, void, undefined> {
  let decoder: PieceDecoder | undefined;
  let first: Uint8Array = new Uint8Array();
  for await (const chunk of file === "-" ? readStdin(terminal) : readChunks(file)) {
    // A pipe may split the byte order mark.
    const bytes = decoder === undefined ? Buffer.concat([first, chunk]) : chunk;
    if (bytes.length < 2) first = bytes;
    else {
      decoder ??= createDecoder(encodingOf(bytes), nameInput(file));
      yield decoder.decode(bytes);
    }
  }
  decoder ??= createDecoder("utf-8", nameInput(file));
  if (first.length === 1) yield decoder.decode(first);
  decoder.end();
}

async function* readStdin(terminal: GuardedTerminal): AsyncGenerator<Uint8Array> {
  const bytes = await readInput(terminal, "-");
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
  }
}
