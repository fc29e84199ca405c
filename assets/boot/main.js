// Starts the page. The build fills in the two addresses and gives this file a hashed name.
const page = document.documentElement;

function say(name) {
  window.dispatchEvent(new CustomEvent(name));
}

/// Says in the page itself why there is nothing else to see.
function explain(error) {
  const told = document.createElement("main");
  const heading = document.createElement("h1");
  heading.textContent = "Sheerline could not start";
  const advice = document.createElement("p");
  advice.textContent =
    "It runs as WebAssembly inside this page and needs Chrome or Edge 111, Firefox 114, Safari 16.4 or newer. " +
    "Reload the page; if that does not help, open it in a newer browser. Nothing you saved is lost.";
  const detail = document.createElement("p");
  detail.textContent = `The browser said: ${error}`;
  told.append(heading, advice, detail);
  document.body.replaceChildren(told);
  page.dataset.failed = "";
}

/// Keeps the page for use without a network, and tells it when a newer build is waiting: `html[data-update]` and the
/// event `sheerline:update`. The page answers with the event `sheerline:reload` when the person agrees.
async function keep() {
  const workers = navigator.serviceWorker;
  let asked = false;
  const announce = () => {
    page.dataset.update = "";
    say("sheerline:update");
  };
  const registration = await workers.register(new URL("./sw.js", import.meta.url), { updateViaCache: "none" });
  window.addEventListener("sheerline:reload", () => {
    asked = true;
    if (registration.waiting) registration.waiting.postMessage("update");
    else location.reload();
  });
  // The first visit is taken over by its own build: only a page that was already kept can meet a newer one.
  let kept = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (kept) announce();
    kept = true;
  });
  const watch = (worker) =>
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && workers.controller) announce();
    });
  if (registration.waiting && workers.controller) announce();
  if (registration.installing) watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

try {
  const { default: init } = await import("./MODULE.js");
  await init({ module_or_path: new URL("./MODULE.wasm", import.meta.url) });
  page.dataset.ready = "";
} catch (error) {
  explain(error);
}

// Without a service worker (a private window, plain http) the page works all the same, only not offline.
if ("serviceWorker" in navigator) {
  keep().catch((error) => console.warn(`Sheerline will not open offline: ${error}`));
}
