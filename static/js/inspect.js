// A sheet read where there is no network: what is typed and photographed is kept here at once (IndexedDB), and sent by
// itself when there is network again. Sending twice is harmless: a sheet has a uuid made here, and the server answers
// the same again. What the server refuses stays here with its sentence, until its reader has put it right.
// All words and addresses come from the page.
const house = JSON.parse(document.querySelector("[data-field]")?.dataset.field ?? "null");
const form = document.querySelector("form[data-sheet]");
const LONGEST_SIDE = 1600;
const MOST_BYTES = 400_000;
const PATIENCE = 120_000;
const EVERY = 15_000;

let base;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("stamping", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("sheets", { keyPath: "uuid" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function asked(mode, ask) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("sheets", mode);
    const request = ask(transaction.objectStore("sheets"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
const keep = (row) => asked("readwrite", (rows) => rows.put(row));
const drop = (uuid) => asked("readwrite", (rows) => rows.delete(uuid));
const mine = async () =>
  (await asked("readonly", (rows) => rows.getAll())).filter((row) => row.user === house.user);

/** A photo small enough for the road back: its longest side 1600 px. */
async function shrunk(file) {
  if (file.size <= MOST_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.82));
  } catch {
    return file; // a kind this browser cannot read: the server judges it
  }
}

// ---- sending ------------------------------------------------------------------------------------------------------

class LoggedOut extends Error {}

async function ask(url, options = {}) {
  const answer = await fetch(url, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
  if (answer.type === "opaqueredirect") throw new LoggedOut();
  return answer;
}

/** Send one sheet; true when the server has it, false when it refused it with a sentence. */
async function send(row, token) {
  const body = new FormData();
  for (const [name, value] of row.entries) body.append(name, value);
  body.set("draft", row.uuid);
  body.set("read_at", row.readAt);
  for (const photo of row.photos) body.append("photos", photo, "photo.jpg");
  const answer = await ask(row.url, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (answer.status === 200) {
    await drop(row.uuid);
    return true;
  }
  if (![404, 409, 422].includes(answer.status)) throw new TypeError(String(answer.status));
  const said = answer.status === 404 ? house.words.gone : (await answer.json()).said;
  await keep({ ...row, state: "refused", said });
  return false;
}

let sending = null;
/** Send all that waits, one after the other, in one window at a time. */
function sendAll() {
  sending ??= (async () => {
    try {
      await (navigator.locks ? navigator.locks.request("stamping-sheets", sendEach) : sendEach());
    } catch (error) {
      if (error instanceof LoggedOut) loggedOut();
    } finally {
      sending = null;
      await shown();
    }
  })();
  return sending;
}

async function sendEach() {
  const waiting = (await mine()).filter((row) => row.state === "waiting");
  if (!waiting.length) return;
  const who = await (await ask(house.token)).json();
  if (who.user !== house.user) return;
  for (const row of waiting) await send(row, who.token);
}

// ---- what the page shows ------------------------------------------------------------------------------------------

const loggedOut = () => document.querySelectorAll("[data-log-in]").forEach((part) => (part.hidden = false));

async function shown() {
  const box = document.querySelector("[data-unsent]");
  if (!box) return;
  const rows = (await mine()).filter((row) => row.entries.length);
  box.hidden = !rows.length;
  box.querySelector("ul").replaceChildren(
    ...rows.map((row) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = row.url;
      link.textContent = row.title;
      item.append(link, ` · ${{ refused: row.said, waiting: house.words.waits, typing: house.words.begun }[row.state]}`);
      return item;
    }),
  );
}

// ---- the sheet ----------------------------------------------------------------------------------------------------

const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

async function remember(columns = {}) {
  row = { ...row, entries: typed(), ...columns };
  await keep(row);
}

function putBack(entries) {
  const given = new Map();
  for (const [name, value] of entries) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || !given.has(field.name) || ["file", "hidden", "submit"].includes(field.type)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = given.get(field.name).includes(field.value);
    else field.value = given.get(field.name)[0];
  }
}

function showPhotos() {
  const list = form.querySelector("[data-taken]");
  list.replaceChildren(
    ...row.photos.map((photo) => {
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(photo);
      picture.alt = "";
      picture.width = 96;
      const item = document.createElement("li");
      item.append(picture);
      return item;
    }),
  );
}

let row = null;

async function submitted(event) {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  await remember({ state: "waiting", readAt: new Date().toISOString(), said: "" });
  await sendAll();
  const left = (await mine()).find((one) => one.uuid === row.uuid);
  if (!left) return location.assign(house.desk);
  button.disabled = false;
  row = left;
  const note = document.querySelector("[data-note]");
  note.hidden = false;
  note.querySelector("p").textContent = left.state === "refused" ? left.said : house.words.kept;
  note.focus();
}

async function open() {
  const before = (await mine()).find((one) => one.url === location.pathname);
  row = before ?? {
    uuid: crypto.randomUUID(),
    user: house.user,
    url: location.pathname,
    title: form.dataset.sheet,
    state: "typing",
    entries: [],
    photos: [],
    readAt: "",
    said: "",
  };
  if (before) putBack(before.entries);
  showPhotos();
  if (row.state === "refused") {
    const note = document.querySelector("[data-note]");
    note.hidden = false;
    note.querySelector("p").textContent = row.said;
  }
  form.addEventListener("submit", submitted);
  form.addEventListener("input", () => remember({ state: "typing" }));
  form.elements.photos.addEventListener("change", async (event) => {
    const taken = [];
    for (const file of event.target.files) taken.push(await shrunk(file));
    event.target.value = "";
    await remember({ photos: [...row.photos, ...taken].slice(0, house.most), state: "typing" });
    showPhotos();
  });
  form.querySelector("[data-untake]").addEventListener("click", async () => {
    await remember({ photos: [], state: "typing" });
    showPhotos();
  });
  form.dataset.ready = "yes";
}

async function start() {
  if (!house) return;
  try {
    base = await opened();
  } catch {
    return; // no memory on this phone (a private window): the plain form remains
  }
  if (form) await open();
  await shown();
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAll());
  setInterval(() => navigator.onLine && sendAll(), EVERY);
  navigator.storage?.persist?.();
  await sendAll();
}

start();
