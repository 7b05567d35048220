// Runtimes without node:crypto (Workers, edge) offer SHA-1 only asynchronously, which would make signing and verifying
// asynchronous everywhere. The algorithm is FIPS 180-4, section 6.1. Tests compare it with Node's.

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The message, a 1 bit, zeros to a multiple of 64 bytes, and the length in bits as a big-endian 64-bit number. */
function toBlocks(text: string): DataView {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function choose(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

type State = [a: number, b: number, c: number, d: number, e: number];

function compress(state: State, words: Int32Array): State {
  let [a, b, c, d, e] = state;
  for (let round = 0; round < 80; round += 1) {
    const next = (rotate(a, 5) + choose(round, b, c, d) + e + (words[round] as number)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  return [
    (state[0] + a) | 0,
    (state[1] + b) | 0,
    (state[2] + c) | 0,
    (state[3] + d) | 0,
    (state[4] + e) | 0,
  ];
}

/** Lower-case hex SHA-1 of a string's UTF-8 bytes. */
export function webSha1Hex(text: string): string {
  const blocks = toBlocks(text);
  const words = new Int32Array(80);
  let state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = blocks.getInt32(offset + i * 4);
    for (let i = 16; i < 80; i += 1) {
      const mixed = [3, 8, 14, 16].reduce((sum, back) => sum ^ (words[i - back] as number), 0);
      words[i] = rotate(mixed, 1);
    }
    state = compress(state, words);
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
