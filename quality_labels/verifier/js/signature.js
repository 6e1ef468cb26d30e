// Ed25519 by the browser where it can, else by a library in the page; SHA-256 by the library, which needs no secure page.
// `damghaCrypto` is static/vendor/damgha-crypto.js.
const { verifyEd25519, sha256: sha256OfLibrary } = globalThis.damghaCrypto;

export const sha256 = sha256OfLibrary;

let browserCan;

async function byBrowser(signature, message, key) {
  const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

export function byLibrary(signature, message, key) {
  try {
    return verifyEd25519(signature, message, key);
  } catch {
    return false;
  }
}

// Whether the browser verifies Ed25519 itself; asked once, by a signature of RFC 8032 (7.1, test 1).
export async function canBrowser() {
  const key = Uint8Array.from(
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".match(/../g), (pair) => parseInt(pair, 16));
  const signature = Uint8Array.from(
    ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
      + "d25bf5f0595bbe24655141438e7a100b").match(/../g), (pair) => parseInt(pair, 16));
  browserCan ??= Promise.resolve()
    .then(() => byBrowser(signature, new Uint8Array(), key))
    .catch(() => false);
  return browserCan;
}

export async function verify(signature, message, key) {
  if (signature.length !== 64 || key.length !== 32) return false;
  if (!(await canBrowser())) return byLibrary(signature, message, key);
  try {
    return await byBrowser(signature, message, key);
  } catch {
    return false;
  }
}
