// Deterministic CBOR, one spelling only: the twin of quality_labels/cbor.py. Whole numbers, bytes, text, arrays, maps and
// tags; a number beyond what JavaScript holds exactly is refused, as no label has one.
import { hex } from "./bytes.js";

const DEPTH = 5;

export class NotCanonical extends Error {}

export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

export function decodeCbor(bytes) {
  const [value, end] = readValue(bytes, 0, DEPTH);
  if (end !== bytes.length) throw new NotCanonical("bytes left over");
  return value;
}

function readValue(bytes, start, depth) {
  if (depth === 0) throw new NotCanonical("nested too deep");
  const [major, argument, at] = readHead(bytes, start);
  switch (major) {
    case 0:
      return [argument, at];
    case 1:
      return [-1 - argument, at];
    case 2:
      return [slice(bytes, at, argument), at + argument];
    case 3:
      return [text(slice(bytes, at, argument)), at + argument];
    case 4:
      return readArray(bytes, at, argument, depth);
    case 5:
      return readMap(bytes, at, argument, depth);
    case 6: {
      const [value, end] = readValue(bytes, at, depth - 1);
      return [new Tagged(argument, value), end];
    }
    default:
      throw new NotCanonical("a kind of value that labels do not use");
  }
}

function readHead(bytes, start) {
  if (start >= bytes.length) throw new NotCanonical("cut short");
  const major = bytes[start] >> 5;
  const low = bytes[start] & 0x1f;
  if (low < 24) return [major, low, start + 1];
  if (low > 27) throw new NotCanonical("indefinite length or reserved head");
  const width = 1 << (low - 24);
  let argument = 0n;
  for (const byte of slice(bytes, start + 1, width)) argument = (argument << 8n) | BigInt(byte);
  const smallest = width === 1 ? 24n : 1n << BigInt(4 * width);
  if (argument < smallest) throw new NotCanonical("a number written longer than needed");
  if (argument > BigInt(Number.MAX_SAFE_INTEGER)) throw new NotCanonical("a number beyond every label");
  return [major, Number(argument), start + 1 + width];
}

function slice(bytes, at, length) {
  if (at + length > bytes.length) throw new NotCanonical("cut short");
  return bytes.slice(at, at + length);
}

function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotCanonical("text that is not UTF-8");
  }
}

function readArray(bytes, start, length, depth) {
  const items = [];
  let at = start;
  for (let item; items.length < length; items.push(item)) [item, at] = readValue(bytes, at, depth - 1);
  return [items, at];
}

function readMap(bytes, start, length, depth) {
  const pairs = new Map();
  let at = start;
  let previous = "";
  for (let position = 0; position < length; position++) {
    const [key, end] = readValue(bytes, at, depth - 1);
    if (!(Number.isInteger(key) || typeof key === "string" || key instanceof Uint8Array))
      throw new NotCanonical("a key that is neither a number nor a string");
    const spelled = hex(bytes.slice(at, end));
    if (spelled <= previous) throw new NotCanonical("keys repeated or out of order");
    previous = spelled;
    const [value, next] = readValue(bytes, end, depth - 1);
    pairs.set(key instanceof Uint8Array ? `bytes:${hex(key)}` : key, value);
    at = next;
  }
  return [pairs, at];
}

const head = (major, length) =>
  length < 24 ? [(major << 5) | length] : length < 256 ? [(major << 5) | 24, length]
    : length < 65536 ? [(major << 5) | 25, length >> 8, length & 255]
      : [(major << 5) | 26, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];

export const bytesHead = (length) => Uint8Array.from(head(2, length));
