import { usageError } from "../failure/command-failure.js";

/** A decoder of text in pieces. Both functions throw a CommandFailure that names the source, for invalid bytes. */
export interface PieceDecoder {
  decode(bytes: Uint8Array): string;
  /** Checks that the last character is complete. */
  end(): void;
}

/**
 * Decodes UTF-8 with or without a byte order mark, or UTF-16 with one, as Excel and PowerShell write it. The mark is
 * removed. Invalid bytes are an error, because a replacement character would change an id or a secret.
 *
 * @param source names the text, such as `ledger.csv` or `the --password-file`
 * @throws CommandFailure naming the source, when it is neither
 */
export function decodeText(bytes: Uint8Array, source: string): string {
  const decoder = createDecoder(encodingOf(bytes), source);
  const text = decoder.decode(bytes);
  decoder.end();
  return text;
}

/** The encoding of a text, by its byte order mark. */
export function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** Creates a decoder of a text that is read in pieces. */
export function createDecoder(encoding: string, source: string): PieceDecoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw usageError(`Cannot read ${source} as ${encoding.toUpperCase()}. Save it as UTF-8.`);
    }
  };
  return {
    decode(bytes) {
      const text = decode(bytes, true);
      // UTF-16 without a byte order mark.
      if (text.includes("\0")) {
        throw usageError(
          `Cannot read ${source}, because it contains NUL characters. Save it as UTF-8.`,
        );
      }
      return text;
    },
    end: () => void decode(new Uint8Array(), false),
  };
}
