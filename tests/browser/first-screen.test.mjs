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

journey("answers before the module for the long work has come, and within the budget of a first load", async ({ page, site, allow, context, requests }) => {
  allow(/Failed to load resource|ERR_FAILED|module script/);
  await context.route("**/sheerline-desk*", (route) => route.abort());
  await site.open(page);
  await page.getByRole("link", { name: "Platform", exact: false }).first().click();
  await page.locator(".ranking, table, [role=table]").first().waitFor();
  const asked = new Set(requests.map(({ url }) => url.slice(site.url.length)).filter((file) => !file.includes("#")));
  const loaded = sizes(dist).filter(({ file }) => asked.has(file) || file === "index.html");
  assert.ok(loaded.some(({ file }) => /^sheerline-page-.*\.wasm$/.test(file)));
  const first = loaded.filter(({ file }) => !isLater(file)).reduce((sum, { brotli }) => sum + brotli, 0);
  assert.ok(first > 100_000 && first <= 500_000, `${first} bytes`);
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
