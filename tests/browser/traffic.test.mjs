// A request through the design's files and through others', and what the review says of them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const mesh = join(root, "tests", "fixtures", "traffic", "mesh.yaml");
const broken = join(root, "tests", "fixtures", "traffic", "broken.yaml");
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);

async function attempt(page, request, from = "") {
  await page.fill("#try-request", request);
  await page.fill("#try-from", from);
  await page.click("#try-go");
}

const verdict = (page, pattern) =>
  until(page, (source) => new RegExp(source).test(document.querySelector(".try .verdict")?.textContent ?? ""), pattern);

journey("a request goes through the design's files", async ({ page, axe, shot }) => {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await step(page, "traffic");
  await page.locator("#try-go").waitFor();
  await attempt(page, "GET nobody.example.net/", "");
  await page.locator(".try .verdict").waitFor();
  assert.ok((await page.locator(".way li").count()) > 0);
  await axe();
  await shot("traffic");
});

journey("a request goes through files of somebody else", async ({ page }) => {
  await step(page, "traffic");
  await page.locator("label[for=try-over-own]").click();
  await page.setInputFiles("#try-files", mesh);
  await until(page, () => /objects in mesh.yaml/.test(document.querySelector(".own-files")?.textContent ?? ""));
  await attempt(page, "GET echo/weights", "shop/web");
  await verdict(page, "90 % to echo");
  await page.fill("#try-headers", "x-user: anna");
  await attempt(page, "GET echo/", "shop/web");
  await until(page, () => /header x-user = anna/.test(document.querySelector(".way")?.textContent ?? ""));
  await verdict(page, "It arrives");
  await page.fill("#try-headers", "");
  await attempt(page, "GET echo/no-subset", "shop/web");
  await verdict(page, "refused");
  await attempt(page, "nonsense is this", "");
  await verdict(page, "a request is a method");
});

journey("files are reviewed and mended with a click", async ({ page, axe, shot }) => {
  await step(page, "review");
  await page.locator("label[for=review-over-own]").click();
  await page.setInputFiles("#review-files", broken);
  await until(page, () => /objects in broken.yaml/.test(document.querySelector(".own-files")?.textContent ?? ""));
  await page.click("#review-go");
  await page.locator(".mesh-review .findings li").first().waitFor();
  const before = await page.locator(".mesh-review .findings li").count();
  assert.ok(before >= 2, `${before} findings`);
  await axe();
  await shot("review");
  await page.locator("label[for=review-level-error]").click();
  await until(page, () => document.querySelectorAll(".mesh-review .findings .severity.danger").length === document.querySelectorAll(".mesh-review .findings li").length);
  await page.locator("label[for=review-level-]").click();
  await page.getByRole("button", { name: "Mend it" }).first().click();
  await until(page, (before) => document.querySelectorAll(".mesh-review .findings li").length === before - 1, before);
});
