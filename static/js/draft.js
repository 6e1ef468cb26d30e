// A new piece on the phone: what was photographed and answered is kept here at once (IndexedDB), photos are shrunk here,
// and everything is sent by itself, each photo alone, whenever there is network. Sending twice is harmless: every draft
// and photo has a uuid made here, and the server answers the same again. All words and addresses come from the page.
const house = JSON.parse(document.querySelector("[data-house]")?.dataset.house ?? "null");
const NOTHING = "00000000-0000-0000-0000-000000000000";
const NO_PHOTO = "00000000-0000-0000-0000-000000000001";
const LONGEST_SIDE = 1600;
const MOST_BYTES = 300_000;
const EVERY = 12_000;
const PATIENCE = 240_000;
const LONGEST_VOICE = 60;

// ---- what is kept on the phone ------------------------------------------------------------------------------------

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("workspace", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "uuid" });
      request.result.createObjectStore("photos", { keyPath: "uuid" }).createIndex("draft", "draft");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let base;
function asked(store, mode, ask) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode);
    const request = ask(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
const keep = (store, row) => asked(store, "readwrite", (rows) => rows.put(row));
const drop = (store, uuid) => asked(store, "readwrite", (rows) => rows.delete(uuid));
const one = (store, uuid) => asked(store, "readonly", (rows) => rows.get(uuid));
const photosOf = (uuid) =>
  asked("photos", "readonly", (rows) => rows.index("draft").getAll(uuid)).then((found) =>
    found.sort((a, b) => a.at - b.at),
  );
const drafts = () =>
  asked("drafts", "readonly", (rows) => rows.getAll()).then((found) =>
    found.filter((row) => row.user === house.user).sort((a, b) => b.touched - a.touched),
  );

/** Change a draft as it is now, so that sending and typing never overwrite each other. */
async function change(uuid, columns) {
  await new Promise((resolve, reject) => {
    const transaction = base.transaction("drafts", "readwrite");
    const rows = transaction.objectStore("drafts");
    rows.get(uuid).onsuccess = (event) => event.target.result && rows.put({ ...event.target.result, ...columns });
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  return one("drafts", uuid);
}

const fresh = (columns = {}) => ({
  uuid: crypto.randomUUID(),
  user: house.user,
  answers: {},
  screen: "photo",
  wish: "open",
  errors: {},
  dirty: false,
  voice: null,
  touched: Date.now(),
  ...columns,
});

async function shrunk(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // a kind this browser cannot read: the server judges it
  }
  let side = LONGEST_SIDE;
  let best = file;
  for (const quality of [0.82, 0.72, 0.6, 0.5, 0.4]) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const made = (type) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));
    best = await made("image/webp");
    if (best?.type !== "image/webp") best = await made("image/jpeg");
    if (best.size <= MOST_BYTES) break;
    side = Math.round(side * 0.9);
  }
  bitmap.close();
  return best;
}

// ---- sending ------------------------------------------------------------------------------------------------------

class LoggedOut extends Error {}

const address = (name, draft, photo = NO_PHOTO) =>
  house.urls[name].replace(NOTHING, draft).replace(NO_PHOTO, photo);

async function send(url, options = {}) {
  const answer = await fetch(url, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
  });
  if (answer.type === "opaqueredirect") throw new LoggedOut();
  return answer;
}

let token = "";
async function isMine() {
  const answer = await send(house.urls.token);
  if (!answer.ok) return false;
  const who = await answer.json();
  token = who.token;
  return who.user === house.user;
}

/** Post, and return the answer's JSON with `ok`; what is neither taken nor refused with a sentence is tried again later. */
async function post(url, body, method = "POST") {
  const answer = await send(url, { method, body, headers: { "X-CSRFToken": token } });
  if (answer.status !== 200 && answer.status !== 422) throw new TypeError(String(answer.status));
  return { ok: answer.status === 200, ...(await answer.json()) };
}

const filled = (values) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) if (value !== "" && value != null) form.set(name, value);
  return form;
};

async function sendPhotos(draft) {
  let refused = false;
  for (const photo of await photosOf(draft.uuid)) {
    if (photo.removed) {
      if (photo.state === "received") await post(address("photo", draft.uuid, photo.uuid), null, "DELETE");
      await drop("photos", photo.uuid);
      continue;
    }
    if (photo.state === "received") continue;
    if (photo.state === "refused") {
      refused = true;
      continue;
    }
    await keep("photos", { ...photo, state: "sending" });
    shown();
    const form = new FormData();
    form.set("photo", photo.blob, "photo");
    form.set("view", photo.view);
    let answer;
    try {
      answer = await post(address("photo", draft.uuid, photo.uuid), form);
    } catch (error) {
      const now = await one("photos", photo.uuid);
      if (now) await keep("photos", { ...now, state: "phone" });
      throw error;
    }
    const now = await one("photos", photo.uuid);
    const state = answer.ok ? "received" : "refused";
    refused ||= !answer.ok;
    if (now) await keep("photos", { ...now, state, said: Object.values(answer.errors ?? {})[0] ?? "" });
    shown();
  }
  return !refused;
}

async function sendVoice(draft) {
  const voice = draft.voice;
  if (!voice || voice.sent) return;
  const form = voice.blob ? filled({ seconds: voice.seconds }) : filled({ remove: "1" });
  if (voice.blob) form.set("voice", voice.blob, "voice");
  const answer = await post(address("voice", draft.uuid), form);
  const errors = answer.ok ? {} : answer.errors;
  await change(draft.uuid, { voice: { ...voice, sent: true }, errors });
}

async function sendDraft(draft) {
  const whole = await sendPhotos(draft);
  const photos = await photosOf(draft.uuid);
  if (!photos.some((photo) => photo.state === "received")) return;
  await sendVoice(draft);
  const now = await one("drafts", draft.uuid);
  if (now.wish === "publish" && whole) {
    const answer = await post(address("publish", now.uuid), filled(now.answers));
    if (answer.ok) {
      await change(now.uuid, { wish: "sent", address: answer.address, errors: {}, voice: null });
      for (const photo of photos) await drop("photos", photo.uuid);
    } else {
      await change(now.uuid, { wish: "open", errors: answer.errors, screen: screenOf(answer.errors) });
    }
  } else if (now.wish === "publish") {
    await change(now.uuid, { wish: "open", screen: "photo" });
  } else if (now.dirty && Object.keys(now.answers).length) {
    await post(address("answers", now.uuid), filled(now.answers));
    await change(now.uuid, { dirty: false });
  }
}

const screenOf = (errors) =>
  ["what", "price", "count"].find((name) =>
    Object.keys(errors).some((field) => root?.querySelector(`[data-screen="${name}"] [name="${field}"]`)),
  ) ?? (errors.photos ? "photo" : "check");

let busy = false;
let again = false;
let timer;
let loggedOut = false;

async function sendAll() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  clearTimeout(timer);
  let waits = false;
  try {
    const rows = (await drafts()).filter((row) => row.wish !== "sent");
    if (rows.length && (await isMine())) {
      loggedOut = false;
      for (const row of rows) await sendDraft(row);
    }
  } catch (error) {
    loggedOut = error instanceof LoggedOut;
    waits = true;
  }
  busy = false;
  await shown();
  if (again) {
    again = false;
    return sendAll();
  }
  timer = setTimeout(sendAll, waits ? EVERY : EVERY * 5);
}

// ---- what is said of it on every page -----------------------------------------------------------------------------

const mark = (state) => {
  const drawn = document.querySelector("[data-marks]").content.querySelector(`[data-mark="${state}"]`);
  return drawn.cloneNode(true);
};

async function stateOf(draft) {
  if (draft.wish === "sent") return "received";
  const photos = (await photosOf(draft.uuid)).filter((photo) => !photo.removed);
  if (photos.some((photo) => photo.state === "refused")) return "refused";
  if (photos.some((photo) => photo.state === "sending")) return "sending";
  const waits = draft.wish === "publish" || draft.dirty || photos.some((photo) => photo.state !== "received");
  return waits ? "phone" : "received";
}

const line = (...parts) => {
  const paragraph = document.createElement("p");
  paragraph.append(...parts);
  return paragraph;
};
const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });

/** On the panel's other pages: the pieces that are still on this phone alone. */
async function showUnfinished() {
  const place = document.querySelector("[data-on-this-phone]");
  if (!place) return;
  const lines = [];
  for (const draft of await drafts()) {
    if (draft.wish === "sent") continue;
    const state = await stateOf(draft);
    if (state === "received" && draft.wish === "open") continue; // the page itself lists it
    lines.push(line(link(`${house.urls.new}#${draft.uuid}/${draft.screen}`, house.words.unfinished), " ", mark(state)));
  }
  if (lines.length && loggedOut) lines.push(line(house.words.login));
  place.replaceChildren(...lines);
  place.hidden = !lines.length;
}

/** Whether something would be lost if the phone forgot everything now. */
async function isHereAlone() {
  for (const draft of await drafts()) if ((await stateOf(draft)) !== "received") return true;
  return false;
}

function watchLeaving() {
  const way = document.querySelector("[data-leave]");
  const warning = document.querySelector("[data-leave-warning]");
  let free = false;
  way?.addEventListener("click", async (event) => {
    if (free || !warning.hidden) return; // told once: the second time it is meant
    event.preventDefault();
    if (await isHereAlone()) await sendAll();
    free = !(await isHereAlone());
    warning.hidden = free;
    if (free) way.click();
  });
}

// ---- prices, read as people write them and read back as they say them ---------------------------------------------

const grouped = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, house.group);

export function parsed(text) {
  const western = (digit) => String(digit.charCodeAt(0) & 15); // both rows of digits begin at a multiple of 16
  const plain = text
    .normalize("NFKC")
    .replace(/[٠-٩۰-۹]/g, western)
    .replace(/\s*(?:dzd|d\.?a\.?|دج|د\.ج|دينار)\s*/gi, "")
    .trim();
  if (!/^(?:\d{1,3}(?:[., \u00a0\u202f]\d{3})+|\d{1,9})$/.test(plain)) return null;
  const dinars = Number(plain.replace(/\D/g, ""));
  return dinars > 0 && dinars <= 20_000_000 ? dinars : null;
}

const dinars = (minor) => {
  const cents = minor % 100;
  const whole = grouped(Math.floor(minor / 100));
  return house.dinars.replace("{n}", cents ? `${whole}${house.point}${String(cents).padStart(2, "0")}` : whole);
};

function counted(count, [single, twoBefore, two, few, many], last) {
  if (count === 1) return single;
  if (count === 2) return last ? twoBefore : two;
  return `${grouped(count)}\u00a0${count % 100 >= 3 && count % 100 <= 10 ? few : many}`;
}

export function spoken(price, words = house.centimes) {
  const centimes = price * 100;
  const millions = Math.floor(centimes / 1_000_000);
  if (!words.thousand) {
    if (!millions || centimes % 1_000_000) return `${grouped(centimes)}\u00a0${words.unit}`;
    return `${grouped(millions)}\u00a0${millions === 1 ? words.million : words.millions}`;
  }
  const thousands = Math.floor((centimes % 1_000_000) / 1000);
  const units = centimes % 1000;
  const said = [];
  if (millions) said.push(counted(millions, words.million, !units && !thousands));
  if (thousands) said.push(counted(thousands, words.thousand, !units));
  if (units) said.push(String(units));
  return `${said.join(words.and)}\u00a0${words.unit}`;
}

/** Half up, in minor units, as a sale does it. */
const commission = (price) => Math.floor((price * 100 * house.basis_points + 5000) / 10_000);

export function meantInstead(price, median) {
  const [high, low, centimes, thousands] = house.unlikely;
  if (!median) return null;
  if (price >= median * high) return Math.max(1, Math.floor(price / centimes));
  return price * low <= median ? price * thousands : null;
}

// ---- the five screens ---------------------------------------------------------------------------------------------

const root = document.querySelector("[data-wizard]");
const SCREENS = ["photo", "what", "price", "count", "check"];
let current;

const all = (selector, within = root) => [...within.querySelectorAll(selector)];
const put = (selector, text) => all(selector).forEach((place) => (place.textContent = text));
const hashOf = () => {
  const [, uuid, screen] = location.hash.match(/^#([0-9a-f-]{36})\/([a-z]+)$/) ?? [];
  return { uuid, screen };
};

async function shared() {
  if (!("caches" in window)) return null;
  const box = await caches.open("shared");
  const kept = await box.keys();
  if (!kept.length) return null;
  const draft = fresh();
  await keep("drafts", draft);
  for (const request of kept) {
    await addPhoto(draft, await (await box.match(request)).blob());
    await box.delete(request);
  }
  return change(draft.uuid, { screen: "what" });
}

/** Take over what the server knows of this draft, without losing what is only here. */
async function known() {
  if (!house.draft) return null;
  const { uuid, answers, photos } = house.draft;
  const here = await one("drafts", uuid);
  const merged = here?.dirty ? { ...answers, ...here.answers } : { ...here?.answers, ...answers };
  const row = { ...(here ?? fresh({ uuid })), user: house.user, answers: merged };
  await keep("drafts", row);
  for (const [index, photo] of photos.entries())
    if (!(await one("photos", photo)))
      await keep("photos", { uuid: photo, draft: uuid, state: "received", blob: null, at: index, view: "detail" });
  return row;
}

async function begun() {
  const wanted = hashOf();
  const inPath = location.pathname.match(/\/new\/([0-9a-f-]{36})\/([a-z]+)/);
  const server = await known();
  const fromShare = await shared();
  if (fromShare) return fromShare;
  if (wanted.uuid) {
    const row = await one("drafts", wanted.uuid);
    if (row?.user === house.user) return { ...row, screen: wanted.screen };
  }
  if (server) return { ...server, screen: inPath?.[2] ?? server.screen };
  if (inPath) {
    const row = await one("drafts", inPath[1]);
    if (row?.user === house.user) return { ...row, screen: inPath[2] };
  }
  for (const row of await drafts())
    if (row.wish === "open" && (await photosOf(row.uuid)).some((photo) => !photo.removed)) return row;
  return fresh();
}

async function go(screen, { replace = false } = {}) {
  const hash = `#${current.uuid}/${screen}`;
  current = { ...current, screen };
  if (await one("drafts", current.uuid)) current = await change(current.uuid, { screen });
  if (replace) history.replaceState(null, "", hash);
  else if (location.hash !== hash) history.pushState(null, "", hash);
  await shown();
  root.querySelector(`[data-screen="${screen}"] h1`)?.focus();
  scrollTo(0, 0);
}

async function addPhoto(draft, file) {
  const blob = await shrunk(file);
  const there = await photosOf(draft.uuid);
  if (there.filter((photo) => !photo.removed).length >= house.max_photos) return;
  const view = there.some((photo) => !photo.removed) ? "detail" : "whole";
  await keep("photos", { uuid: crypto.randomUUID(), draft: draft.uuid, state: "phone", blob, at: Date.now(), view });
}

async function picked(input) {
  const files = [...input.files];
  if (!files.length) return;
  root.setAttribute("aria-busy", "true");
  if (!(await one("drafts", current.uuid))) await keep("drafts", current);
  for (const file of files) await addPhoto(current, file);
  input.value = "";
  root.removeAttribute("aria-busy");
  navigator.storage?.persist?.();
  await change(current.uuid, { touched: Date.now(), errors: {} });
  await shown();
  sendAll();
}

async function answered(form) {
  if (!(await one("drafts", current.uuid))) return;
  const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  delete given.csrfmiddlewaretoken;
  if (form.elements.price) given.price = parsed(given.price) ?? given.price;
  const answers = { ...current.answers, ...given };
  current = await change(current.uuid, { answers, dirty: true, touched: Date.now(), errors: {} });
}

const isGiven = (screen) => {
  const { kind, maker, price, stock, age } = current.answers;
  const several = root.querySelector('[data-screen="what"] [name="maker"][required]');
  return {
    photo: true,
    what: Boolean(kind) && (!several || Boolean(maker)),
    price: Number.isInteger(Number(price)) && Number(price) > 0,
    count: Number(stock) >= 1,
    check: Boolean(age),
  }[screen];
};

async function submitted(event) {
  event.preventDefault();
  const form = event.target;
  const screen = form.closest("[data-screen]").dataset.screen;
  const complaint = form.closest("[data-screen]").querySelector("[data-missing]");
  if (screen === "photo") {
    const there = (await photosOf(current.uuid)).filter((photo) => !photo.removed);
    complaint.hidden = there.length > 0;
    return there.length ? go("what") : complaint.focus();
  }
  await answered(form);
  if (!isGiven(screen)) {
    complaint.hidden = false;
    return complaint.focus();
  }
  complaint.hidden = true;
  if ((screen === "price" || screen === "check") && isGiven("price") && !settled()) {
    questioned = Number(current.answers.price);
    return screen === "price" ? shown() : go("price");
  }
  if (screen !== "check") {
    sendAll();
    return go(SCREENS[SCREENS.indexOf(screen) + 1]);
  }
  const lacking = SCREENS.slice(1).find((name) => !isGiven(name));
  if (lacking) return go(lacking);
  form.querySelector("[type=submit]").disabled = true;
  current = await change(current.uuid, { wish: "publish", touched: Date.now() });
  await go("done");
  sendAll();
}

let questioned = 0; // the price that "dinars or centimes?" is asked about

/** Whether the price is a likely one, or was said to be meant. */
function settled() {
  const { kind, price, price_sure: sure } = current.answers;
  const other = meantInstead(Number(price), house.kinds[kind]?.range?.[2]);
  return other === null || Number(sure) === Number(price);
}

function showPrice() {
  const input = root.querySelector('[data-screen="price"] [name="price"]');
  const price = parsed(input.value);
  const range = house.kinds[current.answers.kind]?.range;
  all("[data-if-price]").forEach((part) => (part.hidden = !price));
  all("[data-if-range]").forEach((part) => (part.hidden = !range));
  if (range) {
    put("[data-low]", dinars(range[0] * 100));
    put("[data-high]", dinars(range[1] * 100));
  }
  if (price) {
    const fee = commission(price);
    put("[data-dinars]", dinars(price * 100));
    put("[data-spoken]", spoken(price));
    put("[data-commission]", dinars(fee));
    put("[data-receives]", dinars(price * 100 - fee));
  }
  const question = root.querySelector("[data-question]");
  const asks = price && questioned === price && !settled();
  question.hidden = !asks;
  root.querySelector('[data-screen="price"] form').hidden = Boolean(asks);
  if (asks) {
    const other = meantInstead(price, range[2]);
    for (const button of all("[data-means]", question)) {
      const value = button.dataset.means === "this" ? price : other;
      button.value = value;
      button.querySelector("[data-means-dinars]").textContent = dinars(value * 100);
      button.querySelector("[data-means-spoken]").textContent = spoken(value);
    }
  }
}

const pictures = new Map();
const pictureOf = (photo) => {
  if (!photo.blob) return address("photo", photo.draft, photo.uuid);
  if (!pictures.has(photo.uuid)) pictures.set(photo.uuid, URL.createObjectURL(photo.blob));
  return pictures.get(photo.uuid);
};

async function showPhotos() {
  const there = (await photosOf(current.uuid)).filter((photo) => !photo.removed);
  for (const list of all("[data-photos]")) {
    const rows = there.map((photo) => {
      const standing = list.querySelector(`[data-photo="${photo.uuid}"]`);
      const row = standing ?? root.querySelector("[data-photo-row]").content.firstElementChild.cloneNode(true);
      row.dataset.photo = photo.uuid;
      const picture = row.querySelector("img");
      if (!picture.getAttribute("src")) picture.src = pictureOf(photo);
      const state = row.querySelector("[data-state]");
      if (state.dataset.state !== photo.state) {
        state.dataset.state = photo.state;
        state.replaceChildren(mark(photo.state));
      }
      row.querySelector("[data-said]").textContent = photo.said ?? "";
      row.querySelector("button").hidden = !("removable" in list.dataset);
      return row;
    });
    list.replaceChildren(...rows);
  }
  all("[data-if-photos]").forEach((part) => (part.hidden = !there.length));
  return there;
}

function showAnswers() {
  for (const form of all("[data-screen] form")) {
    for (const [name, value] of Object.entries(current.answers)) {
      const field = form.elements[name];
      if (!field || form.contains(document.activeElement)) continue;
      if (field instanceof RadioNodeList || ["radio", "checkbox"].includes(field.type))
        all(`[name="${name}"]`, form).forEach((radio) => (radio.checked = radio.value === String(value)));
      else if (field.type !== "file") field.value = value ?? "";
    }
  }
  const chosen = root.querySelector('[data-screen="what"] [name="kind"]:checked');
  if (chosen) chosen.closest("details").open = true;
  put('[data-sum="kind"]', current.answers.title || house.kinds[current.answers.kind]?.name || "");
  put('[data-sum="stock"]', current.answers.stock ?? "");
  const errors = Object.values(current.errors ?? {});
  for (const place of all("[data-errors]")) {
    const text = place.querySelector("[data-error-text]");
    text.textContent = errors[0] ?? "";
    place.hidden = !errors.length;
  }
}

async function shown() {
  if (!base) return;
  await showUnfinished();
  if (!current) return;
  current = { ...current, ...(await one("drafts", current.uuid)) };
  if (current.screen === "done" && current.wish === "open") {
    current.screen = Object.keys(current.errors ?? {}).length ? screenOf(current.errors) : "check";
    history.replaceState(null, "", `#${current.uuid}/${current.screen}`);
  }
  if (current.wish !== "open") current.screen = "done";
  for (const screen of all("[data-screen]")) screen.hidden = screen.dataset.screen !== current.screen;
  for (const button of all('[data-screen="check"] [type=submit]')) button.disabled = current.wish !== "open";
  showAnswers();
  showPrice();
  showVoice();
  const there = await showPhotos();
  const state = await stateOf(current);
  for (const place of all("[data-draft-state]")) {
    place.hidden = !there.length && current.wish !== "sent";
    if (place.dataset.draftState === state) continue;
    place.dataset.draftState = state;
    place.replaceChildren(mark(state));
  }
  const words = { phone: house.words.waits, sending: "", received: house.words.sent, refused: "" };
  put("[data-done-words]", loggedOut ? house.words.login : current.wish === "open" ? "" : words[state]);
  all("[data-login]").forEach((part) => (part.hidden = !loggedOut));
  for (const part of all("[data-open-piece]")) {
    part.hidden = current.wish !== "sent";
    if (current.address) part.href = current.address;
  }
}

// ---- the voice ----------------------------------------------------------------------------------------------------

let recorder;
let heard = "";

function showVoice() {
  const box = root.querySelector("[data-voice]");
  const can = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  all("[data-can-record]", box).forEach((part) => (part.hidden = !can));
  all("[data-cannot-record]", box).forEach((part) => (part.hidden = can));
  const recording = recorder?.state === "recording";
  const blob = current.voice?.blob;
  box.querySelector("[data-record]").hidden = recording;
  box.querySelector("[data-stop]").hidden = !recording;
  const player = box.querySelector("audio");
  player.hidden = !blob;
  box.querySelector("[data-unrecord]").hidden = !blob;
  if (blob && heard !== current.voice.at) {
    heard = current.voice.at;
    player.src = URL.createObjectURL(blob);
  }
}

async function record() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    all("[data-no-microphone]").forEach((part) => (part.hidden = false));
    return;
  }
  const mimeType = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((type) =>
    MediaRecorder.isTypeSupported(type),
  );
  recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16_000 });
  const parts = [];
  const began = Date.now();
  const clock = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    put("[data-seconds]", `${seconds} / ${LONGEST_VOICE}`);
    if (seconds >= LONGEST_VOICE) recorder.stop();
  }, 500);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = async () => {
    clearInterval(clock);
    stream.getTracks().forEach((track) => track.stop());
    const seconds = Math.min(LONGEST_VOICE, Math.max(1, Math.round((Date.now() - began) / 1000)));
    const blob = new Blob(parts, { type: recorder.mimeType });
    current = await change(current.uuid, { voice: { blob, seconds, sent: false, at: Date.now() } });
    await shown();
    sendAll();
  };
  recorder.start();
  showVoice();
}

async function unrecord() {
  current = await change(current.uuid, { voice: { blob: null, sent: false, at: Date.now() } });
  await shown();
  sendAll();
}

// ---- beginning ----------------------------------------------------------------------------------------------------

function takeOver() {
  const screens = root.querySelector("[data-screens]").content.cloneNode(true);
  root.querySelector("[data-plain]").replaceWith(screens);
  all("[data-script]").forEach((part) => (part.hidden = false));
  all("[data-without-script]").forEach((part) => part.remove());
  root.addEventListener("submit", (event) => event.target.closest("[data-screen]") && submitted(event));
  root.addEventListener("change", (event) => {
    if (event.target.dataset.camera !== undefined) return picked(event.target);
    return event.target.form && answered(event.target.form); // every answer is kept at once, not only when it is sent
  });
  root.addEventListener("input", (event) => event.target.name === "price" && showPrice());
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-pick], [data-remove], [data-back], [data-means], [data-reprice], [data-change], [data-another], [data-record], [data-stop], [data-unrecord]");
    if (!button) return;
    const does = button.dataset;
    if (does.pick) return root.querySelector(`[data-camera="${does.pick}"]`).click();
    if ("record" in does) return record();
    if ("stop" in does) return recorder.stop();
    if ("unrecord" in does) return unrecord();
    event.preventDefault();
    if (does.back) return go(does.back);
    if (does.change) return go(does.change);
    if ("another" in does) {
      current = fresh();
      all("[data-screen] form").forEach((form) => form.reset());
      return go("photo");
    }
    if ("remove" in does) {
      const photo = await one("photos", button.closest("[data-photo]").dataset.photo);
      await keep("photos", { ...photo, removed: true });
      await shown();
      return sendAll();
    }
    if ("reprice" in does) {
      questioned = 0;
      const { price, price_sure: sure, ...answers } = current.answers;
      current = await change(current.uuid, { answers });
      await shown();
      return root.querySelector('[data-screen="price"] [name="price"]').select();
    }
    if (does.means) {
      const price = Number(button.value);
      const answers = { ...current.answers, price, price_sure: price };
      current = await change(current.uuid, { answers, dirty: true });
      root.querySelector('[data-screen="price"] [name="price"]').value = price;
      return go("count");
    }
  });
  addEventListener("popstate", async () => {
    const { uuid, screen } = hashOf();
    if (uuid && uuid !== current.uuid) current = (await one("drafts", uuid)) ?? current;
    current = { ...current, screen: screen ?? "photo" };
    if (await one("drafts", current.uuid)) await change(current.uuid, { screen: current.screen });
    await shown();
  });
}

async function start() {
  if (!house) return;
  try {
    base = await opened();
  } catch {
    return; // no memory on this phone (a private window): the plain forms remain
  }
  for (const row of await drafts()) if (row.wish === "sent" && Date.now() - row.touched > 86_400_000) await drop("drafts", row.uuid);
  if (root) {
    current = await begun(); // first, so that a photo chosen at once has a draft to go to
    takeOver();
    if (!current.screen || (current.screen !== "done" && !SCREENS.includes(current.screen))) current.screen = "photo";
    if (current.screen === "done" && current.wish === "open") current.screen = "check";
    await go(current.screen, { replace: true });
  }
  navigator.serviceWorker?.register(house.worker, { scope: house.urls.home }).catch(() => {});
  watchLeaving();
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
  document.documentElement.dataset.drafts = "ready";
  await sendAll();
}

start();
