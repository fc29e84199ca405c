// Choosing a mesh: ranked with reasons, what each takes, taken and given back.
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);
const ranking = (page) => page.getByRole("region", { name: "Which mesh, if any" });

async function advised(page) {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await step(page, "mesh");
  await ranking(page).locator("tbody tr").first().waitFor();
}

journey("meshes are ranked with reasons, and what is a must rules some out", async ({ page }) => {
  await advised(page);
  assert.equal(await ranking(page).locator("tbody tr").count(), 6);
  assert.match(await ranking(page).locator("tbody tr").nth(1).textContent(), /points behind/);
  await page.check("#q-meshNeeds-user-tokens");
  await page.click('label[for="how-meshNeeds-must"]');
  await until(page, () => document.querySelector('main [role=region][aria-label="Which mesh, if any"]').querySelectorAll("tbody tr").length === 3);
  assert.match(await page.locator("main").textContent(), /Linkerd would (come|take) /);
});

journey("what each mesh takes stands side by side with release, source and date", async ({ page }) => {
  await advised(page);
  const cost = page.getByRole("region", { name: "What each takes here" });
  assert.match(await cost.textContent(), /no published figure/);
  await page.locator("summary", { hasText: "Istio, sidecars, part by part" }).click();
  assert.match(await page.locator("details.mesh-parts[open]").first().textContent(), /Release 1\.24/);
  assert.match(await page.getByRole("region", { name: "Time along each way" }).textContent(), /→/);
});

journey("a mesh is taken, changed and given back", async ({ page }) => {
  await advised(page);
  const take = page.getByRole("button", { name: "Take Istio, ambient" });
  await take.click();
  assert.equal(await page.locator("#mesh-kind").inputValue(), "istio-ambient");
  assert.equal(await take.getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "Take Linkerd" }).click();
  assert.equal(await page.locator("#mesh-kind").inputValue(), "linkerd");
  await page.getByRole("button", { name: "Take Linkerd" }).click();
  await until(page, () => /Nothing is chosen/.test(document.querySelector("main").textContent));
});

journey("a cell of the matrix opens to what is so and where that stands", async ({ page }) => {
  await advised(page);
  await page.locator("summary", { hasText: "Matrix" }).click();
  const cell = page.getByRole("region", { name: "Matrix" }).locator("td details").first();
  await cell.locator("summary").click();
  assert.match(await cell.locator("a").getAttribute("href"), /^https:/);
  assert.match(await cell.textContent(), /2026-\d\d-\d\d/);
});
