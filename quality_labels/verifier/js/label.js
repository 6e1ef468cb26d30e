// What a QR carries and what a label says: the twins of quality_labels/carrier.py, serial.py and payload.py.
import { hex } from "./bytes.js";
import { decodeCbor } from "./cbor.js";

export const SHORTEST_LABEL = 250;
export const MAX_DIGITS = 700;
const GRADES = [10, 20, 30, 40, 50, 60];

export class BadCarrier extends Error {}
export class ForeignHost extends BadCarrier {
  constructor(host) {
    super("the address of another site");
    this.host = host;
  }
}
export class BadPayload extends Error {}

// The digits of a scanned or typed text: a QR address of one of our hosts, or bare digits.
export function digitsIn(text, hosts) {
  const trimmed = text.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*)/i.exec(trimmed);
  if (address && !hosts.includes(address[1].toUpperCase())) throw new ForeignHost(address[1]);
  const rest = address ? /^https?:\/\/[^/?#\s]*\/V\/(.+)$/is.exec(trimmed)?.[1] : trimmed;
  const digits = (rest ?? "").replace(/[\s.\u00a0\u2066-\u2069\u200e\u200f-]/g, "").replace(/[٠-٩]/g, (digit) =>
    String.fromCharCode(digit.charCodeAt(0) - 0x0660 + 48));
  if (!/^[0-9]{1,700}$/.test(digits)) throw new BadCarrier("not a number of ours");
  return digits;
}

export function bytesOf(digits) {
  if (!/^[1-9][0-9]*$/.test(digits) || digits.length > MAX_DIGITS) throw new BadCarrier("not a number of ours");
  const text = BigInt(digits).toString(16);
  return Uint8Array.from((text.length % 2 ? `0${text}` : text).match(/../g), (pair) => parseInt(pair, 16));
}

// ISO 7064 MOD 97-10 over twenty digits.
export const isSerial = (digits) => /^[0-9]{20}$/.test(digits) && BigInt(digits) % 97n === 1n;

export const grouped = (serial) => serial.match(/.{4}/g).join(".");

export function readClaims(payload) {
  const outer = map(decodeCbor(payload), [4, 6, 7, -65537], [6, 7, -65537]);
  const facts = map(outer.get(-65537), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], [1, 2, 3, 4, 5]);
  const grade = uint(facts.get(3));
  if (!GRADES.includes(grade)) throw new BadPayload("a grade that does not exist");
  if (facts.has(13) && facts.get(13) !== 1) throw new BadPayload("the lot mark is 1 or absent");
  return {
    serial: serialOf(outer.get(7)),
    issued: moment(outer.get(6)),
    expires: outer.has(4) ? moment(outer.get(4)) : null,
    scheme: uint(facts.get(1)),
    kind: uint(facts.get(2)),
    grade,
    artisan: uint(facts.get(4)),
    status: uint(facts.get(5)),
    size: facts.has(6) ? uints(facts.get(6), 2, 3) : null,
    mass: facts.has(7) ? uint(facts.get(7)) : null,
    measures: facts.has(8) ? uints(facts.get(8), 1, 16) : null,
    materials: facts.has(9) ? uints(facts.get(9), 1, 16) : null,
    colours: facts.has(10) ? uints(facts.get(10), 1, 3) : null,
    photo: facts.has(11) ? photo(facts.get(11)) : null,
    name: facts.has(12) ? name(facts.get(12)) : null,
    lot: facts.has(13),
  };
}

function map(value, known, needed) {
  if (!(value instanceof Map)) throw new BadPayload("a map was expected");
  for (const key of value.keys()) if (!known.includes(key)) throw new BadPayload("a key that labels do not have");
  if (!needed.every((key) => value.has(key))) throw new BadPayload("a fact is missing");
  return value;
}

function uint(value) {
  if (!Number.isSafeInteger(value) || value < 0) throw new BadPayload("a whole number was expected");
  return value;
}

function uints(value, least, most) {
  if (!Array.isArray(value) || value.length < least || value.length > most)
    throw new BadPayload("a list of the wrong length");
  return value.map(uint);
}

// Seconds, within the years that a calendar of four digits has.
function moment(value) {
  if (uint(value) > 253402300799) throw new BadPayload("a moment outside the calendar");
  return value;
}

function serialOf(value) {
  if (!(value instanceof Uint8Array) || !value.length || value.length > 9 || value[0] === 0) throw new BadPayload("the serial is a byte string");
  const digits = BigInt(`0x${hex(value)}`).toString().padStart(20, "0");
  if (!isSerial(digits)) throw new BadPayload("a serial whose check digits are wrong");
  return digits;
}

function photo(value) {
  if (!(value instanceof Uint8Array) || value.length !== 16) throw new BadPayload("the photo is 16 bytes of its hash");
  return hex(value);
}

function name(value) {
  if (typeof value !== "string" || !value || [...value].length > 40) throw new BadPayload("the local name is a short text");
  return value;
}
