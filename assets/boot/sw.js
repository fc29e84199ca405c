// Keeps one whole build for use without a network. The build fills in REVISION and FILES: [address, integrity] of every
// file, the page itself first and without integrity, since some hosts add a line to it.
const REVISION = "";
const FILES = [];

// Copies under several sub-paths share one origin's caches: the scope's path is part of the name, and "#", which no path
// holds, ends it.
const scope = new URL(self.registration.scope);
const OURS = `sheerline-${scope.pathname}#`;
const NAME = OURS + REVISION;

const address = (file) => new URL(file, scope).href;
const kept = new Set(FILES.map(([file]) => address(file)));

/// A page that was reached through a redirect may not answer a navigation: the same answer without that mark.
function plain(response) {
  if (!response.redirected) return response;
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: response.headers });
}

async function fill() {
  const cache = await caches.open(NAME);
  await Promise.all(
    FILES.map(async ([file, integrity]) => {
      // Straight from the host, and exactly this build: a half-replaced deployment must not be kept.
      const response = await fetch(new Request(address(file), { cache: "no-cache", ...(integrity && { integrity }) }));
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      await cache.put(address(file), plain(response));
    }),
  );
}

async function sweep() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/// The kept file a request is answered with, if it is one of this build's.
function wanted(request) {
  if (request.method !== "GET") return null;
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  if (request.mode === "navigate" && url.href === address("index.html")) return address("./");
  return kept.has(url.href) ? url.href : null;
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(sweep()));
self.addEventListener("message", (event) => {
  if (event.data === "update") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const file = wanted(event.request);
  if (!file) return;
  event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(file)) ?? fetch(event.request)));
});
