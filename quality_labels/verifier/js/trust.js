// What is believed besides the root key: its directory of keys, the log's checkpoint over all leaves, the list of states.
import { hex, joined, ofBase64, ofHex } from "./bytes.js";
import { decodeCbor } from "./cbor.js";
import { openEnvelope, signedBy } from "./envelope.js";
import { BadNote, openNote, readVkey } from "./notes.js";
import { sha256 } from "./signature.js";

const { unzlibSync } = globalThis.damghaCrypto;
const HASH = 32;
const LIST_BYTES = 2 ** 20 / 4;

export class BadData extends Error {}

// Check a bundle of data against its root key and against itself; whatever does not hold makes all of it worthless.
export async function openData(data) {
  const root = readVkey(data.root_vkey);
  if (root.name !== `${data.host}/root`) throw new BadData("the root key of another house");
  const keys = readDirectory(await openNote(data.directory, root), data.host);
  const leaves = leafHashes(data.leaf_hashes);
  const size = await openCheckpoint(data, keys, leaves);
  const list = await openList(data, keys);
  return {
    host: data.host,
    issued: data.issued,
    keys,
    places: new Map(leaves.map((leaf, place) => [hex(leaf), place])),
    size,
    list,
    codes: data.codes,
  };
}

export function readDirectory(text, host) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines[0] !== `${host}/keys`) throw new BadData("the directory of another house");
  const keys = new Map();
  for (const line of lines.slice(3)) {
    const match =
      /^key ([0-9a-f]{8}) (label|status|log) ([0-9a-f]{64}) (\d+) (\d+) (active|retired|compromised) (\d\d|-) (\d+|-) (\d+|-)$/
        .exec(line);
    if (!match || keys.has(match[1])) throw new BadData("a line of the directory");
    keys.set(match[1], {
      purpose: match[2], key: ofHex(match[3]), from: Number(match[4]), until: Number(match[5]), state: match[6],
      centre: match[7], logSizeThen: match[9] === "-" ? null : Number(match[9]),
    });
  }
  return keys;
}

const ofPurpose = (keys, purpose) => [...keys.values()].filter((key) => key.purpose === purpose && key.state !== "compromised");

function leafHashes(text) {
  const bytes = ofBase64(text);
  if (!bytes || bytes.length % HASH) throw new BadData("the hashes of the log");
  return Array.from({ length: bytes.length / HASH }, (_, at) => bytes.slice(at * HASH, (at + 1) * HASH));
}

async function openCheckpoint(data, keys, leaves) {
  const name = `${data.host}/log`;
  for (const { key } of ofPurpose(keys, "log")) {
    let text;
    try {
      text = await openNote(data.checkpoint, { name, key });
    } catch (error) {
      if (error instanceof BadNote) continue;
      throw error;
    }
    const [origin, size, root, end, ...more] = text.split("\n");
    if (origin !== name || end !== "" || more.length || Number(size) !== leaves.length)
      throw new BadData("the checkpoint of another log");
    if (hex(ofBase64(root) ?? []) !== hex(treeRoot(leaves))) throw new BadData("the log has another root");
    return leaves.length;
  }
  throw new BadData("no key of the log signed the checkpoint");
}

// The root of RFC 6962, section 2.1.
export function treeRoot(leaves) {
  if (!leaves.length) return sha256(new Uint8Array());
  const peaks = [];
  for (const leaf of leaves) {
    let size = 1;
    let digest = leaf;
    for (; peaks.length && peaks[peaks.length - 1].size === size; size *= 2) digest = node(peaks.pop().digest, digest);
    peaks.push({ size, digest });
  }
  return peaks.reduceRight((right, left) => (right ? node(left.digest, right) : left.digest), null);
}

const node = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

// The leaf that a signed label has in the log: it can be computed from the label alone.
export const leafOf = (label) => hex(sha256(joined(Uint8Array.of(0, 0x82, 1, 0x58, HASH), sha256(label))));

async function openList(data, keys) {
  const token = ofBase64(data.status_list);
  if (!token) throw new BadData("the list of states");
  const envelope = openEnvelope(token, { headers: [1, 4, 16], most: 10_000_000 });
  const key = keys.get(hex(envelope.kid));
  if (key?.purpose !== "status" || key.state === "compromised" || !(await signedBy(envelope, key.key)))
    throw new BadData("no key of the list signed it");
  const claims = decodeCbor(envelope.payload);
  const list = claims.get(65533);
  if (claims.get(2) !== `https://${data.host}/status/1` || list?.get("bits") !== 2)
    throw new BadData("the list of another house");
  const packed = unzlibSync(list.get("lst"), { out: new Uint8Array(LIST_BYTES) });
  return { issued: claims.get(6), expires: claims.get(4), at: (index) => (packed[index >> 2] >> (2 * (index & 3))) & 3 };
}
