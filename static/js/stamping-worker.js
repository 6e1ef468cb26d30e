// The day list of the stamping centre without network, and the empty sheets of the pieces on it: as they were last seen
// here, with their files, for a few days at most. Nothing else of the desk is kept. Whoever is logged out, or may not see
// the list any more, finds all of it gone from the phone. VERSION and HOUSE are put before this by the view that serves it.
const KEPT = `stamping-${VERSION}`;
const PATIENCE = 10_000;
const LONGEST = HOUSE.days * 86_400_000;
const KEPT_AT = "X-Kept-At";

const isSheet = (path) => path.startsWith(HOUSE.home) && path.endsWith("/evaluation/");

async function keep(cache, answer, path = HOUSE.day) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  await cache.put(path, new Response(await answer.blob(), { headers }));
}

/** The kept list or sheet, unless it is too old: then it is thrown away. */
async function kept(cache, path = HOUSE.day) {
  const found = await cache.match(path, { ignoreVary: true });
  if (!found || Date.now() - Number(found.headers.get(KEPT_AT)) < LONGEST) return found;
  await cache.delete(path, { ignoreVary: true });
  return undefined;
}

/** Throw away everything but the files: who holds this phone now may not see it. */
async function forget(cache) {
  await cache.delete(HOUSE.day, { ignoreVary: true });
  for (const request of await cache.keys())
    if (isSheet(new URL(request.url).pathname)) await cache.delete(request, { ignoreVary: true });
}

/** Keep the empty sheets of these pieces, and throw away those of pieces that wait no more. */
async function take(paths) {
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (isSheet(pathname) && !paths.includes(pathname)) await cache.delete(request, { ignoreVary: true });
  }
  for (const path of paths.filter(isSheet)) {
    const answer = await fetch(path, { credentials: "same-origin", cache: "no-store" });
    if (answer.ok && !answer.redirected) await keep(cache, answer, path);
  }
}

self.addEventListener("message", (event) => {
  const taken = async () => {
    await take(event.data.take);
    event.source?.postMessage({ taken: event.data.take.length });
  };
  if (Array.isArray(event.data?.take)) event.waitUntil(taken());
});

self.addEventListener("install", (event) => {
  const filled = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(HOUSE.files);
    const answer = await fetch(HOUSE.day, { credentials: "same-origin", cache: "no-store" });
    if (answer.ok && !answer.redirected) await keep(cache, answer);
    await self.skipWaiting();
  };
  event.waitUntil(filled());
});

self.addEventListener("activate", (event) => {
  const cleared = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("stamping-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(cleared());
});

const late = () => new Promise((_, reject) => setTimeout(() => reject(new TypeError("late")), PATIENCE));

async function page(request, path) {
  const cache = await caches.open(KEPT);
  const old = await kept(cache);
  try {
    const asked = fetch(request);
    const answer = await (old && path === HOUSE.day ? Promise.race([asked, late()]) : asked);
    if (answer.status >= 500 && old) return old;
    if (answer.ok && path === HOUSE.day) await keep(cache, answer.clone());
    // A redirect (status 0 here) leads to the login: who holds this phone now may not see what it kept.
    else if (!answer.ok && answer.status < 500) await forget(cache);
    return answer;
  } catch (error) {
    if (old) return old;
    throw error;
  }
}

/** A sheet: of now where there is network, else the empty one that was taken along. */
async function sheet(request, path) {
  const cache = await caches.open(KEPT);
  const old = await kept(cache, path);
  try {
    const answer = await (old ? Promise.race([fetch(request), late()]) : fetch(request));
    if (answer.status >= 500 && old) return old;
    if (answer.ok) await keep(cache, answer.clone(), path);
    else if (answer.status === 0) await forget(cache);
    return answer;
  } catch (error) {
    if (old) return old;
    throw error;
  }
}

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && [HOUSE.day, HOUSE.home].includes(path)) event.respondWith(page(request, path));
  else if (request.mode === "navigate" && isSheet(path)) event.respondWith(sheet(request, path));
  else if (HOUSE.files.includes(path)) event.respondWith(file(request));
});
