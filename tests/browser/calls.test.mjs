// Who calls whom, drawn: looked at, gone over by keys, searched, enlarged, saved. And the bill by nodes that hold every pod.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");

async function open(page) {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await page.click('nav.rail a[href^="#/mesh"]');
  await page.locator("#call-graph").waitFor();
}

for (const theme of ["light", "dark"]) {
  journey(`the calls are drawn, looked at, gone over by keys and searched, ${theme}`, async ({ page, axe, shot }) => {
    await open(page);
    assert.ok((await page.locator("#call-graph g.spot").count()) >= 5);
    await axe();
    await shot(`calls-${theme}`);
    await page.locator("#call-graph g.spot").first().click();
    await page.locator("#call-graph-about h3").waitFor();
    const here = await page.locator("#call-graph-about h3").textContent();
    await page.focus("#call-graph-frame");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((here) => document.querySelector("#call-graph-about h3")?.textContent !== here, here);
    assert.ok((await page.locator("#call-graph g.spot.chosen").count()) === 1);
    await page.fill("#call-graph-search", "web");
    await page.locator("#call-graph g.spot.sought").first().waitFor();
    assert.match(await page.locator(".call-graph [role=status]").textContent(), /^\d+ found$/);
    await axe();
    await page.focus("#call-graph-frame");
    await page.keyboard.press("Escape");
    await page.locator("#call-graph-about h3").waitFor({ state: "detached" });
    const before = Number(await page.getAttribute("#call-graph", "width"));
    await page.getByRole("button", { name: "Larger" }).click();
    await until(page, (before) => Number(document.getElementById("call-graph").getAttribute("width")) > before, before);
  }, { theme });
}

journey("the drawing is saved as a picture that stands alone", async ({ page }) => {
  await open(page);
  const [svg] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "SVG as a picture" }).click()]);
  const text = readFileSync(await svg.path(), "utf8");
  assert.match(text, /^<\?xml/);
  const names = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    return read.querySelector("parsererror") ? [] : [...read.querySelectorAll("text")].map((one) => one.textContent);
  }, text);
  assert.ok(names.includes("web"), names.join());
  assert.ok(!/class=|style=/.test(text), "nothing in it is styled from outside");
  const [png] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "PNG as a picture" }).click()]);
  assert.equal(readFileSync(await png.path()).subarray(1, 4).toString(), "PNG");
});

journey("the bill goes by nodes that every pod was placed on", async ({ page }) => {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await until(page, () => /Nodes\d+ nodes?: \d+ of /.test(document.querySelector(".summary").textContent));
  const month = await page.evaluate(() => document.querySelector(".summary-cost").textContent);
  await page.click('nav.rail a[href^="#/platform"]');
  await page.locator(".ranking .entry summary").nth(1).click();
  await until(page, () => document.body.textContent.includes("Placed by the scheduler’s rules"));
  assert.match(month, /\$[\d,]+/);
});
