// The page starts, keeps to its origin and its policy, and its first screen has no barriers.
import assert from "node:assert/strict";
import { isLater, sizes } from "../../tools/size.mjs";
import { dist, journey, prefix } from "./fixture.mjs";

journey("starts from a sub-path and shows its heading", async ({ page, site }) => {
  assert.match(await page.title(), /Sheerline$/);
  assert.ok((await page.locator("h1").first().textContent()).trim());
  assert.equal(await page.evaluate(() => location.pathname), prefix);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.failed), undefined);
  assert.ok(site.url.endsWith(prefix));
});

journey("starts from the root of a host", async ({ page }) => {
  assert.equal(await page.evaluate(() => location.pathname), "/");
  assert.equal(await page.locator("h1").count() > 0, true);
}, { mounts: [{ prefix: "/", folder: dist }] });

journey("asks only its own origin, and nothing once it is kept", async ({ page, site, requests }) => {
  assert.ok(requests.length > 3, "the record of requests should hold the page's own files");
  await site.kept();
  await page.waitForLoadState("networkidle");
  requests.length = 0;
  for (const key of ["Tab", "Tab", "ArrowDown", "End", "Home"]) await page.keyboard.press(key);
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(500);
  assert.deepEqual(requests, []);
});

journey("its policy refuses what a strict one should", async ({ page, allow }) => {
  allow(/Content[- ]Security[- ]Policy/i);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  assert.ok(policy.includes("default-src 'none'"));
  assert.ok(!/unsafe-inline|'unsafe-eval'|\*|https?:/.test(policy), policy);
  const refused = await page.evaluate(async () => {
    const seen = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const inline = document.createElement("script");
    inline.textContent = "document.documentElement.dataset.inline = 'ran'";
    document.body.append(inline);
    const style = document.createElement("p");
    style.setAttribute("style", "color: red");
    document.body.append(style);
    await fetch("http://127.0.0.1:9/").catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    return { seen: seen.sort(), ran: document.documentElement.dataset.inline ?? null };
  });
  assert.equal(refused.ran, null);
  assert.deepEqual(refused.seen, ["connect-src", "script-src-elem", "style-src-attr"]);
});

/// What the page has asked for so far, by its part in the budget, brotli.
function loaded(requests, site) {
  const asked = new Set(requests.map(({ url }) => url.slice(site.url.length).replace(/#.*/, "")));
  const files = sizes(dist).filter(({ file }) => asked.has(file) || file === "index.html");
  const sum = (of) => of.reduce((total, { brotli }) => total + brotli, 0);
  return { first: sum(files.filter(({ file }) => !isLater(file))), later: sum(files.filter(({ file }) => isLater(file))) };
}

journey("a first load is within its budget, and the rest comes with the first long work", async ({ page, site, allow, context, requests }) => {
  allow(/sw\.js|Failed to load resource|ERR_FAILED|will not open offline|fetching the script/);
  // Without what the service worker keeps for later, the record holds what the page itself asks for.
  await context.route("**/sw.js", (route) => route.abort());
  await site.open(page);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(1000);
  const { first, later } = loaded(requests, site);
  assert.ok(first > 100_000 && first <= 500_000, `${first} bytes`);
  assert.equal(later, 0);
  await page.getByRole("link", { name: "Platform", exact: false }).first().click();
  await page.locator(".firm", { hasText: "%" }).first().waitFor();
  assert.ok(loaded(requests, site).later > 100_000, "the weightings are worked out by the desk");
}, { start: false });

journey("answers before the module for the long work has come", async ({ page, site, allow, context }) => {
  allow(/Failed to load resource|ERR_FAILED|module script/);
  await context.route("**/sheerline-desk*", (route) => route.abort());
  await site.open(page);
  await page.getByRole("link", { name: "Platform", exact: false }).first().click();
  await page.locator(".ranking, table, [role=table]").first().waitFor();
}, { start: false });

journey("says so in the page when the module cannot start", async ({ page, site, allow, context }) => {
  allow(/Failed to load resource|ERR_FAILED|preload/);
  await context.route("**/*_bg.wasm", (route) => route.abort());
  await page.goto(site.url);
  await page.waitForSelector("html[data-failed]", { state: "attached" });
  assert.equal(await page.locator("h1").textContent(), "Sheerline could not start");
}, { start: false });

for (const theme of ["light", "dark"]) {
  journey(`first screen has no barriers, ${theme}`, async ({ axe, shot }) => {
    await axe();
    await shot(`first-screen-${theme}`);
  }, { theme });
}
