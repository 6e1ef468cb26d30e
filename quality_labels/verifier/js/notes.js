// Signed notes (C2SP signed-note): the twin of quality_labels/log/notes.py, for keys of Ed25519.
import { joined, ofBase64, same, utf8 } from "./bytes.js";
import { sha256, verify } from "./signature.js";

export class BadNote extends Error {}

const keyHash = (name, key) => sha256(joined(utf8(`${name}\n\u0001`), key)).slice(0, 4);

export function readVkey(text) {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  const raw = match && ofBase64(match[3]);
  if (!raw || raw.length !== 33 || raw[0] !== 1) throw new BadNote("no vkey of Ed25519");
  return { name: match[1], key: raw.slice(1) };
}

// The text of a note that this key signed.
export async function openNote(note, { name, key }) {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split("\n");
  if (gap < 0 || lines.pop() !== "" || !lines.length) throw new BadNote("no signatures after an empty line");
  let held = false;
  for (const line of lines) {
    const match = /^\u2014 (\S+) (\S+)$/.exec(line);
    const raw = match && ofBase64(match[2]);
    if (!raw || raw.length < 5) throw new BadNote("a line that is no signature");
    if (match[1] !== name || !same(raw.slice(0, 4), keyHash(name, key))) continue;
    if (!(await verify(raw.slice(4), utf8(text), key))) throw new BadNote("the signature does not hold");
    held = true;
  }
  if (!held) throw new BadNote("this key did not sign the note");
  return text;
}
