// Nodes for the pods: found by placing them, taken, looked at on a map, and put to the test.
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);
const nodes = (page) => page.locator("section.nodes");

async function open(page) {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await step(page, "cluster");
  await until(page, () => /hold/.test(document.querySelector("section.nodes h2")?.textContent ?? ""));
  await until(page, () => document.querySelector("section.nodes").getAttribute("aria-busy") === "false");
}

/// What the canvas shows, as text; waits until it differs from what it showed.
async function painted(page, before = "") {
  await page.waitForFunction(
    (before) => {
      const canvas = document.getElementById("node-map");
      return canvas && canvas.width > 0 && canvas.toDataURL() !== before && canvas.toDataURL().length > 2000;
    },
    before,
  );
  return page.evaluate(() => document.getElementById("node-map").toDataURL());
}

journey("nodes are found, priced against a bound, taken and let go", async ({ page, axe, shot }) => {
  await open(page);
  const rows = nodes(page).locator("table").first().locator("tbody tr");
  assert.ok((await rows.count()) >= 2, "several plans");
  const prices = (await rows.locator("td:nth-child(3)").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
  assert.deepEqual(prices, [...prices].sort((a, b) => a - b), "the cheapest first");
  assert.match(await nodes(page).textContent(), /costs at least [\d,]+ dollars/);
  assert.match(await page.locator(".summary").textContent(), /Nodes\d+ nodes?, \$[\d,]+ a month; CPU \d+ %/);
  await axe();
  await shot("cluster");
  const second = await rows.nth(1).locator("th").textContent();
  await rows.nth(1).getByRole("button", { name: "Take" }).click();
  await nodes(page).getByRole("button", { name: "Let go" }).waitFor();
  await until(page, () => document.querySelector("section.nodes").getAttribute("aria-busy") === "false");
  assert.equal(await rows.first().locator("th").textContent(), second, "what was taken stands first");
  await nodes(page).getByRole("button", { name: "Let go" }).click();
  await until(page, () => ![...document.querySelectorAll("section.nodes button")].some((one) => one.textContent === "Let go"));
});

journey("the map is painted, searched, gone over by keys, and leads to a workload", async ({ page }) => {
  await open(page);
  const first = await painted(page);
  await page.locator("label[for=map-colouring-use]").click();
  const byUse = await painted(page, first);
  await page.fill("#map-search", "frontend");
  await until(page, () => /^On \d+ node/.test(document.querySelector(".map-tools [role=status]").textContent));
  await painted(page, byUse);
  await page.fill("#map-search", "");
  await page.focus("#node-map");
  await page.keyboard.press("ArrowRight");
  await until(page, () => document.querySelector("#map-pointed h4") !== null);
  const here = await page.locator("#map-pointed h4").textContent();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((here) => document.querySelector("#map-pointed h4")?.textContent !== here, here);
  assert.match(await page.locator("#map-pointed").textContent(), /CPU: .* asked for \(\d+ %\)/);
  const workload = page.locator("#map-pointed li button").first();
  const name = await workload.textContent();
  await workload.click();
  await page.locator(".panel", { hasText: name }).first().waitFor();
});

journey("what if: a film with its frames on the map", async ({ page, axe }) => {
  await open(page);
  await painted(page);
  for (const title of ["is lost", "The fullest node fails", "is drained", "are upgraded", "is rolled out", "Twice the traffic", "at their most"]) {
    await nodes(page).locator(".what-if .actions button", { hasText: title }).first().click();
    await nodes(page).locator(".film").waitFor();
    await page.waitForFunction((title) => document.querySelector(".what-if h4")?.textContent.includes(title), title);
    assert.ok((await nodes(page).locator(".film li").count()) >= 2, title);
    await nodes(page).locator(".film button").first().click();
    await until(page, () => document.querySelector(".film button").getAttribute("aria-pressed") === "true");
  }
  await nodes(page).getByRole("button", { name: "A year of random failures" }).click();
  await nodes(page).getByText("95 % interval").waitFor();
  await axe();
  await nodes(page).getByRole("button", { name: "Back to how things are" }).click();
  assert.equal(await nodes(page).locator(".film").count(), 0);
});

journey("a long search can be stopped, says how far it came, and begins again", async ({ page }) => {
  const deployment = (n) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w${n}}\nspec:\n  replicas: 40\n  selector: {matchLabels: {app: w${n}}}\n` +
    `  template:\n    metadata: {labels: {app: w${n}}}\n    spec: {containers: [{name: c, image: example.com/a:1, resources: {requests: {cpu: ${50 + ((n * 37) % 400)}m, memory: ${64 + ((n * 53) % 700)}Mi}}}]}\n`;
  const text = Array.from({ length: 150 }, (_, n) => deployment(n)).join("---\n");
  await page.setInputFiles("#open-files", { name: "many.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await page.locator(".report").waitFor();
  await step(page, "cluster");
  await until(page, () => /\d+ % of the tries/.test(document.querySelector(".search-state [role=status]")?.textContent ?? ""));
  await nodes(page).getByRole("button", { name: "Stop" }).click();
  await until(page, () => /^Stopped/.test(document.querySelector(".search-state [role=status]").textContent));
  await page.fill("#cluster-namespace", "shop");
  await until(page, () => /Looking/.test(document.querySelector(".search-state [role=status]").textContent));
  await nodes(page).getByRole("button", { name: "Stop" }).click();
  await nodes(page).getByRole("button", { name: "Look for nodes" }).click();
  await until(page, () => /Looking/.test(document.querySelector(".search-state [role=status]").textContent));
  await nodes(page).getByRole("button", { name: "Stop" }).click();
});
