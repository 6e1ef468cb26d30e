// COSE_Sign1 with Ed25519 (quality_labels/cose.py): taken apart first, believed when its key has signed it.
import { joined, utf8 } from "./bytes.js";
import { bytesHead, decodeCbor, NotCanonical, Tagged } from "./cbor.js";
import { verify } from "./signature.js";

const SIGN1 = 18;
const MAX_BYTES = 290;

export class BadEnvelope extends Error {}

// Take an envelope apart. `headers` are the protected headers it must have, and no others.
export function openEnvelope(bytes, { headers = [1, 4], most = MAX_BYTES } = {}) {
  if (bytes.length > most) throw new BadEnvelope("longer than any label");
  const outer = decoded(bytes);
  if (!(outer instanceof Tagged) || outer.tag !== SIGN1) throw new BadEnvelope("not a COSE_Sign1");
  const parts = outer.value;
  if (!Array.isArray(parts) || parts.length !== 4) throw new BadEnvelope("not the four parts of a COSE_Sign1");
  const [protectedBytes, unprotected, payload, signature] = parts;
  if (![protectedBytes, payload, signature].every((part) => part instanceof Uint8Array))
    throw new BadEnvelope("not the four parts of a COSE_Sign1");
  if (!(unprotected instanceof Map) || unprotected.size) throw new BadEnvelope("a header outside the signature");
  const header = decoded(protectedBytes);
  if (!(header instanceof Map) || header.size !== headers.length || !headers.every((name) => header.has(name)))
    throw new BadEnvelope("an unknown or missing header");
  if (![-19, -8].includes(header.get(1))) throw new BadEnvelope("an algorithm that is not Ed25519");
  const kid = header.get(4);
  if (!(kid instanceof Uint8Array) || kid.length !== 4) throw new BadEnvelope("a key id has 4 bytes");
  if (signature.length !== 64) throw new BadEnvelope("a signature has 64 bytes");
  return { kid, header, protectedBytes, payload, signature };
}

export const signedBy = (envelope, key) =>
  verify(envelope.signature, toBeSigned(envelope.protectedBytes, envelope.payload), key);

function toBeSigned(protectedBytes, payload) {
  const context = utf8("Signature1");
  return joined(
    Uint8Array.from([0x84, 0x60 | context.length]), context,
    bytesHead(protectedBytes.length), protectedBytes, Uint8Array.from([0x40]), bytesHead(payload.length), payload);
}

function decoded(bytes) {
  try {
    return decodeCbor(bytes);
  } catch (error) {
    if (error instanceof NotCanonical) throw new BadEnvelope(error.message);
    throw error;
  }
}
