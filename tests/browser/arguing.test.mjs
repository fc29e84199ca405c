// What is asked and what is argued with: questions that say what they touch, numbers of one's own, and shares that say
// when they are old.
import assert from "node:assert/strict";
import { journey, until } from "./fixture.mjs";

const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);

journey("every question says what its answer touches, and some stay away", async ({ page, axe }) => {
  await step(page, "requirements");
  const questions = page.locator(".question, .need");
  assert.equal(await questions.count(), 51);
  assert.equal(await page.locator(".question .touches, .need .touches").count(), 51);
  const touches = (id) => page.locator(".question", { has: page.locator(`#${id}`) }).locator(".touches").textContent();
  assert.equal(await touches("q-platformEngineers"), "Moves low overhead; can shut out any platform.");
  assert.match(await touches("q-budget"), /^Moves cost; can shut out/);
  const gpu = page.locator(".need", { hasText: "GPUs" }).locator(".touches");
  assert.equal(await gpu.textContent(), "Moves flexibility; can shut out ECS on Fargate.");

  const factor = page.locator("#q-peakFactor");
  assert.ok(await factor.isVisible());
  await page.selectOption("#q-trafficShape", "steady");
  await until(page, () => !document.querySelector("#q-peakFactor").checkVisibility());
  await page.locator("text=/Not asked, since earlier answers decide it: .*Peak over mean/").waitFor();
  await page.check("#q-clouds-aws");
  await until(page, () => !document.querySelector("#q-needAirGap-must").checkVisibility());
  await page.selectOption("#q-trafficShape", "daily");
  await until(page, () => document.querySelector("#q-peakFactor").checkVisibility());

  // What says how things are is sure or not, what can bind may be a must or a wish, and what decides nothing is neither.
  await page.fill("#q-zones", "2-3");
  await page.locator("label[for=how-zones-not-sure]").click();
  assert.equal(await page.locator("#how-zones-must").count(), 0);
  await page.fill("#q-pods", "20-60-200");
  await page.locator("label[for=how-pods-must]").click();
  await page.fill("#q-regionNames", "eu-west-1");
  assert.equal(await page.locator("[id^=how-regionNames-]").count(), 0);
  await page.fill("#q-budget", "2000");
  assert.equal(await page.locator("[id^=how-budget-]").count(), 3);
  await axe();
});

journey("a price of one's own changes the bill and is cited as one's own", async ({ page, axe }) => {
  await step(page, "platform");
  const eks = page.locator(".ranking .entry", { hasText: "Amazon EKS" });
  await eks.locator("summary").nth(1).click();
  await axe();
  const fee = eks.locator("ol.why li", { hasText: "The control plane" });
  assert.match(await fee.textContent(), /\$0\.1 an hour for one cluster: \$73/);
  assert.equal(await fee.locator(".mark", { hasText: "yours" }).count(), 0);
  await page.locator("summary", { hasText: "What you know better" }).click();
  const said = { "Fact, such as eks.fee": "eks.fee", "Number, such as dollars_an_hour": "dollars_an_hour", Is: "0.5", Why: "our contract" };
  for (const [label, text] of Object.entries(said)) {
    await page.fill(`[aria-label="A price or another number of a fact: ${label}"]`, text);
  }
  await page.locator('h3:has-text("A price or another number of a fact") + .actions button').click();
  await until(page, () => [...document.querySelectorAll("ol.why li")].some((line) => line.textContent.includes("$0.5 an hour for one cluster: $365")));
  assert.equal(await fee.locator(".mark", { hasText: "yours" }).count(), 1);
  await page.locator("text=/dollars_an_hour of eks.fee is 0.5 instead of 0.1. .*our contract/").waitFor();
  // It travels in the link, and goes when it is taken back.
  await until(page, () => location.hash.includes("?d="));
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await eks.locator("summary").nth(1).click();
  assert.match(await fee.textContent(), /\$365/);
  await page.locator("summary", { hasText: "What you know better" }).click();
  await page.getByRole("button", { name: /^Remove: eks\.fee/ }).click();
  await until(page, () => [...document.querySelectorAll("ol.why li")].some((line) => line.textContent.includes("$0.1 an hour for one cluster: $73")));
});

journey("a price is changed where the bill shows it, and a value where its cell does", async ({ page, axe }) => {
  await step(page, "platform");
  const eks = page.locator(".ranking .entry", { hasText: "Amazon EKS" });
  await eks.locator("summary").nth(1).click();
  await eks.locator("details.better summary").click();
  const fee = eks.locator('[id="own-eks.fee-dollars_an_hour"]');
  await fee.pressSequentially("0.5", { delay: 60 });
  const line = eks.locator("ol.why li", { hasText: "The control plane" });
  await until(page, () => [...document.querySelectorAll("ol.why li")].some((line) => line.textContent.includes("$0.5 an hour for one cluster: $365")));
  assert.equal(await line.locator(".mark", { hasText: "yours" }).count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "own-eks.fee-dollars_an_hour");
  await axe();
  await fee.fill("");
  await until(page, () => [...document.querySelectorAll("ol.why li")].some((line) => line.textContent.includes("$0.1 an hour for one cluster: $73")));

  await page.locator("#at-1-0").click();
  await page.locator("#cell-panel details.better summary").last().click();
  await page.fill("#own-value-points", "77");
  await page.locator("#own-value-because").pressSequentially("We ran it", { delay: 30 });
  await until(page, () => document.querySelector("#cell-panel").textContent.match(/you say 77\S*: We ran it/));
  await page.fill("#own-value-points", "");
  await until(page, () => !document.querySelector("#cell-panel").textContent.includes("you say 77"));
});

journey("shares of an earlier design say so until the new ones are there, and nothing moves", async ({ page }) => {
  await step(page, "platform");
  await until(page, () => /first in \d+ %/.test(document.querySelector("h1").textContent));
  const busy = "section:has(> .ranking)";
  await until(page, () => document.querySelector("section:has(> .ranking)").getAttribute("aria-busy") === "false");
  const top = () => page.locator(".ranking").evaluate((list) => Math.round(list.getBoundingClientRect().top + scrollY));
  const before = await top();
  await page.evaluate((busy) => {
    globalThis.seen = [];
    const section = document.querySelector(busy);
    new MutationObserver(() => globalThis.seen.push([section.getAttribute("aria-busy"), document.querySelector(".firm").getAttribute("aria-busy")])).observe(section, { attributes: true });
  }, busy);
  await page.locator(".ranking .entry").nth(1).getByRole("button", { name: /Choose/ }).click();
  await until(page, () => globalThis.seen.some(([ranking]) => ranking === "true") && globalThis.seen.at(-1)[0] === "false");
  assert.equal(await top(), before);
  assert.equal(await page.locator(`${busy} > .late`).evaluate((line) => getComputedStyle(line).visibility), "hidden");
});
