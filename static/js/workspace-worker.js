// The panel without network: its first screen and the page of a new piece with all they need are kept on the phone, and
// photos shared from another app are taken here. VERSION and HOUSE are put before this by the view that serves it.
const KEPT = `panel-${VERSION}`;
const SHARED = "shared";
const PATIENCE = 10_000;

async function keepPage(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store" });
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
}

self.addEventListener("install", (event) => {
  const filled = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(HOUSE.files);
    await Promise.all([keepPage(cache, HOUSE.shell), keepPage(cache, HOUSE.home)]);
    await self.skipWaiting();
  };
  event.waitUntil(filled());
});

self.addEventListener("activate", (event) => {
  const cleared = async () => {
    for (const name of await caches.keys()) if (name.startsWith("panel-") && name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(cleared());
});

const late = () => new Promise((_, reject) => setTimeout(() => reject(new TypeError("late")), PATIENCE));

async function page(request) {
  const path = new URL(request.url).pathname;
  const cache = await caches.open(KEPT);
  const isNew = path.startsWith(HOUSE.shell);
  const kept = await cache.match(isNew ? HOUSE.shell : HOUSE.home, { ignoreVary: true });
  try {
    const asked = fetch(request);
    // Another page that is slow is waited for: the first screen stands in for it only where there is no network at all.
    const answer = await (kept && (isNew || path === HOUSE.home) ? Promise.race([asked, late()]) : asked);
    if (answer.ok && !answer.redirected && (path === HOUSE.shell || path === HOUSE.home))
      await cache.put(path, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function take(request) {
  const files = (await request.formData()).getAll("photos");
  const box = await caches.open(SHARED);
  for (const [index, photo] of files.entries())
    if (photo instanceof File) await box.put(`${HOUSE.share}${Date.now()}-${index}`, new Response(photo));
  return Response.redirect(HOUSE.shell, 303);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method === "POST" && path === HOUSE.share) event.respondWith(take(request));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && HOUSE.files.includes(path)) event.respondWith(file(request));
});
