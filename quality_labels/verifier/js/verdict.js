// What a label is, by what this phone knows. One pure function: data that were checked, the digits, and the time.
import { hex } from "./bytes.js";
import { BadEnvelope, openEnvelope, signedBy } from "./envelope.js";
import { BadCarrier, BadPayload, bytesOf, readClaims } from "./label.js";
import { NotCanonical } from "./cbor.js";
import { leafOf } from "./trust.js";

export const OLD_DAYS = 30;
const DAY = 86_400;
// A label is in the log within seconds; one signed this long before the data were made must be in them.
const SECONDS_TO_THE_LOG = 600;
const STATES = ["genuine", "withdrawn", "suspended", "ended"];

// `outcome`: genuine, suspended, ended, withdrawn, newer, not_logged, key_revoked, key_time, unknown or altered.
// `ageDays`: how old the data are; from OLD_DAYS on nothing is simply good.
export async function judge(data, digits, now) {
  const ageDays = Math.max(0, Math.floor((now - data.issued) / DAY));
  const answer = (outcome, more = {}) => ({ outcome, ageDays, old: ageDays > OLD_DAYS, ...more });
  let label;
  let envelope;
  let claims;
  try {
    label = bytesOf(digits);
    envelope = openEnvelope(label);
    claims = readClaims(envelope.payload);
  } catch (error) {
    if ([BadCarrier, BadEnvelope, BadPayload, NotCanonical].some((kind) => error instanceof kind)) return answer("altered");
    throw error;
  }
  const key = data.keys.get(hex(envelope.kid));
  if (!key || key.purpose !== "label") return answer("unknown");
  if (!(await signedBy(envelope, key.key))) return answer("altered");
  const place = data.places.get(leafOf(label));
  const known = { claims, place, logSize: data.size, listIssued: data.list.issued };
  if (key.state === "compromised" && !(place < key.logSizeThen)) return answer("key_revoked", known);
  if (claims.issued < key.from || claims.issued >= key.until) return answer("key_time", known);
  if (place === undefined)
    return answer(claims.issued > data.issued - SECONDS_TO_THE_LOG ? "newer" : "not_logged", known);
  if (claims.expires !== null && claims.expires <= now) return answer("ended", known);
  return answer(STATES[data.list.at(claims.status)], known);
}
