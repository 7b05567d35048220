// The part of ASN.1's distinguished encoding (X.690) that a certificate is made of.

/** One value: its tag, its length, its content. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag, ...lengthOf(content.length)), content]);
}

/** SEQUENCE. */
export function sequence(...members: readonly Uint8Array[]): Buffer {
  return der(0x30, ...members);
}

/** An OBJECT IDENTIFIER, written as `2.5.29.17`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(toBase128)]));
}

/** A non-negative INTEGER from its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  // The shortest form whose first bit is the sign.
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.of(0) : bytes.subarray(start);
  const isSigned = (digits[0] ?? 0) >= 0x80;
  return der(0x02, isSigned ? Buffer.of(0) : Buffer.alloc(0), digits);
}

/** BIT STRING with `unused` bits at the end. */
export function bitString(bytes: Uint8Array, unused = 0): Buffer {
  return der(0x03, Buffer.of(unused), bytes);
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Buffer {
  return der(0x04, bytes);
}

/** UTF8String. */
export function utf8String(text: string): Buffer {
  return der(0x0c, Buffer.from(text, "utf8"));
}

/** UTCTime, which ends with the year 2049. */
export function utcTime(instant: Date): Buffer {
  const text = instant.toISOString().replaceAll(/\D/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`, "latin1"));
}

/** TRUE. False is encoded by leaving it out. */
export const booleanTrue: Buffer = der(0x01, Buffer.of(0xff));

/** A context-specific constructed value. */
export function tagged(place: number, ...members: readonly Uint8Array[]): Buffer {
  return der(0xa0 + place, ...members);
}

/** A context-specific primitive value. */
export function implicit(place: number, content: Uint8Array): Buffer {
  return der(0x80 + place, content);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

function toBase128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 + (rest % 128));
  }
  return digits;
}
