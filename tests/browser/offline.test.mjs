// The page works without a network from the first visit on, and a newer build is offered, never forced.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { pack } from "../../assets/boot/pack.mjs";
import { dist, journey, prefix, until } from "./fixture.mjs";

const built = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(dist, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"));

const caches = (page) =>
  page.evaluate(async () => {
    const found = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      found[name] = requests.map(({ url }) => new URL(url).pathname).sort();
    }
    return found;
  });

journey("keeps every file of the build on the first visit", async ({ page, site }) => {
  await site.kept();
  const found = await caches(page);
  const [name, ...others] = Object.keys(found);
  assert.deepEqual(others, []);
  assert.ok(name.startsWith(`sheerline-${prefix}#`), name);
  const expected = built.filter((file) => file !== "sw.js").map((file) => prefix + (file === "index.html" ? "" : file));
  assert.deepEqual(found[name], expected.sort());
});

journey("reloads without a network after one visit, with its fragment", async ({ page, site, axe, shot }) => {
  await site.kept();
  const heading = await page.locator("h1").first().textContent();
  await site.offline();
  await page.goto(site.at("#kept"));
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.equal(await page.locator("h1").first().textContent(), heading);
  assert.ok(page.url().startsWith(site.url) && page.url().includes("#"), page.url());
  await axe();
  await shot("offline");
});

journey("opens without a network by its file name and in a new tab", async ({ context, site }) => {
  await site.kept();
  await site.offline();
  const page = await context.newPage();
  await site.open(page, "", `${site.url}index.html`);
  assert.ok(await page.locator("h1").count());
});

journey("starts its worker without a network, and the worker reports", async ({ page, site }) => {
  await site.kept();
  await site.offline();
  const outcome = await page.evaluate(
    () =>
      new Promise((done) => {
        const worker = new Worker("./worker.js", { type: "module" });
        worker.onmessage = () => done("reported");
        worker.onerror = (event) => done(`failed: ${event.message}`);
        setTimeout(() => done("silent for ten seconds"), 10_000);
      }),
  );
  assert.equal(outcome, "reported");
});

journey("offers a newer build and changes to it when asked", async ({ page, site }) => {
  await site.kept();
  const folder = mkdtempSync(join(tmpdir(), "sheerline-newer-"));
  try {
    cpSync(dist, folder, { recursive: true });
    const main = built.find((file) => /^main-[0-9a-f]+\.js$/.test(file));
    const index = join(folder, "index.html");
    writeFileSync(index, readFileSync(index, "utf8").replace(`./${main}`, "./main.js").replace("</title>", '</title><meta name="build" content="newer">'));
    rmSync(join(folder, main));
    pack(folder);
    await site.replace(folder);
    await page.evaluate(() => {
      globalThis.told = 0;
      window.addEventListener("sheerline:update", () => (globalThis.told += 1));
    });
    await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
    await page.waitForFunction(() => globalThis.told > 0);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.update), "");
    const build = () => page.evaluate(() => document.querySelector("meta[name=build]")?.content ?? "first");
    assert.equal(await build(), "first", "nothing changes before the person agrees");
    await Promise.all([
      page.waitForEvent("load"),
      page.evaluate(() => window.dispatchEvent(new CustomEvent("sheerline:reload"))),
    ]);
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    assert.equal(await build(), "newer");
    await until(page, async () => (await globalThis.caches.keys()).length === 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

journey("two copies on one origin leave each other's files alone", async ({ page, site }) => {
  await site.open(page, "", `${site.base}/a/`);
  await site.kept();
  await site.open(page, "", `${site.base}/a/b/`);
  await site.kept();
  const found = await caches(page);
  assert.deepEqual(Object.keys(found).map((name) => name.split("#")[0]).sort(), ["sheerline-/a/", "sheerline-/a/b/"]);
  await site.offline();
  await site.open(page, "", `${site.base}/a/`);
  await site.open(page, "", `${site.base}/a/b/`);
}, { start: false, mounts: [{ prefix: "/a/", folder: dist }, { prefix: "/a/b/", folder: dist }] });
