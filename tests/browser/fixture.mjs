// The browser journeys' fixture. A journey is one test with a fresh origin, a fresh browser profile and the finished build
// of `dist/` served from the sub-path `/some/where/`:
//
//     import { journey } from "./fixture.mjs";
//     journey("imports what is dropped", async ({ page, site, axe, shot }) => { … }, { theme: "dark" });
//
// The page is open and started (`html[data-ready]`) when the function runs. It gets:
//   page, context      Playwright's; `page.locator(…)`, `page.getByRole(…)` find things, `assert` is node:assert/strict
//   site.url           the address of the page, `site.at("#fragment")` one with a fragment; `site.open(page, "#…")` goes there
//   site.kept()        waits until the service worker has kept the whole build
//   site.offline()     cuts the network: the server stops and the browser is told; `site.online()` ends that
//   site.replace(dir)  serves another build from now on, as a new deployment would
//   requests           every request so far, pages' and workers': { url, type }; `requests.length = 0` forgets them
//   axe(options)       fails on any finding of axe-core on the page as it stands
//   shot(name)         a screenshot of the whole page into `tests/browser/shots/` (ignored by git)
//   allow(pattern)     a console message this journey expects
// `until(page, condition)` is exported for everything else one has to wait for.
// Options: `theme` ("light", "dark"), `viewport` ({ width, height }), `fragment` (to start with), `start: false` (the page is
// not opened yet), `mounts` (served instead of the one sub-path).
// After the function every journey fails if a request left the origin, the console showed an error or a warning, a script
// threw, or anything was refused by the Content-Security-Policy. One Chromium serves all journeys of a file. `BROWSER_TRACE=1`
// prints the console.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "../../tools/serve.mjs";
import { chrome, root } from "../../tools/toolchain.mjs";

export const dist = join(root, "dist");
export const prefix = "/some/where/";
const shots = join(root, "tests", "browser", "shots");
const axeSource = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");

// Service workers' own requests are part of the record.
process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS = "1";

let launched;
function browser() {
  const executablePath = chrome();
  assert.ok(executablePath, "no Chromium: `make test` installs it, or CHROME names one");
  assert.ok(existsSync(join(dist, "index.html")), "there is no dist/: `make build` first");
  launched ??= chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return launched;
}
after(async () => (await launched)?.close());

/// One origin: the server, and how to cut it off and bring it back at the same port.
async function origin(context, mounts) {
  let serving = mounts;
  let { server, port } = await serve({ mounts: serving });
  const base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await ended;
  };
  const start = async () => {
    ({ server } = await serve({ mounts: serving, port }));
  };
  const url = base + mounts[0].prefix;
  return {
    base,
    url,
    at: (fragment) => url + fragment,
    stop,
    async open(page, fragment = "", address = url) {
      await page.goto(address + fragment);
      await page.waitForSelector("html[data-ready]", { state: "attached" });
    },
    async kept(page = context.pages()[0]) {
      await until(page, () => {
        const { scriptURL, state } = navigator.serviceWorker.controller ?? {};
        return scriptURL === new URL("./sw.js", location.href).href && state === "activated";
      });
    },
    async offline() {
      await stop();
      await context.setOffline(true);
    },
    async online() {
      await start();
      await context.setOffline(false);
    },
    async replace(folder) {
      await stop();
      serving = serving.map((mount) => ({ ...mount, folder }));
      await start();
    },
  };
}

/// What must not happen, written down as it happens.
async function witness(context, base) {
  const requests = [];
  const foreign = [];
  const wrong = [];
  const allowed = [];
  context.on("request", (request) => {
    const url = request.url();
    requests.push({ url, type: request.resourceType() });
    if (!url.startsWith(`${base}/`) && !url.startsWith("data:") && !url.startsWith(`blob:${base}/`)) foreign.push(url);
  });
  context.on("console", (message) => {
    if (process.env.BROWSER_TRACE) console.log(`console ${message.type()}: ${message.text()}`);
    if (["error", "warning", "assert"].includes(message.type())) wrong.push(`console ${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => wrong.push(`thrown: ${error.error()?.stack ?? error.error()}`));
  await context.exposeBinding("cspViolation", (_, what) => wrong.push(`refused by the Content-Security-Policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.cspViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber ?? ""}`));
  });
  return {
    requests,
    allow: (pattern) => allowed.push(pattern),
    check() {
      assert.deepEqual(foreign, [], "a request left the origin");
      const unexpected = wrong.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      assert.deepEqual(unexpected, [], "the page reported something wrong");
    },
  };
}

/// Waits for a condition in the page; unlike Playwright's own waiting it also takes conditions that are promises.
export async function until(page, condition, argument) {
  const deadline = Date.now() + 20_000;
  while (!(await page.evaluate(condition, argument))) {
    assert.ok(Date.now() < deadline, `waited in vain for: ${condition}`);
    await page.waitForTimeout(50);
  }
}

async function axe(page, options = {}) {
  // Evaluated by the driver, so the page's own policy stays in force.
  await page.evaluate(axeSource);
  const { violations, passes } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(" ")}`).join("\n")}`);
  assert.deepEqual(told, [], "axe-core found barriers");
  assert.ok(passes.length > 0, "axe-core looked at nothing");
}

async function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

/// One test in the browser; see the head of this file.
export function journey(name, walk, options = {}) {
  const { theme = "light", viewport = { width: 1280, height: 800 }, fragment = "", start = true } = options;
  const mounts = options.mounts ?? [{ prefix, folder: dist }];
  test(name, { timeout: 120_000 }, async () => {
    const context = await (await browser()).newContext({ colorScheme: theme, viewport, acceptDownloads: true });
    const site = await origin(context, mounts);
    try {
      const { requests, allow, check } = await witness(context, site.base);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      if (start) await site.open(page, fragment);
      await walk({
        page,
        context,
        site,
        requests,
        allow,
        axe: (options) => axe(page, options),
        shot: (name) => shot(page, name),
      });
      check();
    } finally {
      await context.close();
      await site.stop().catch(() => {});
    }
  });
}
