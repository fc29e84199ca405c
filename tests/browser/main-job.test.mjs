// The main job: drop manifests, say what is needed, read the recommendation, take the files, share the design.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { validate } from "../validators/validators.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const heading = (page) => page.locator("h1").first();
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);

async function drop(page, files) {
  await page.setInputFiles("#open-files", files);
  await page.locator(".report").waitFor();
}

async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return readFileSync(await download.path());
}

const designFile = (page) => saved(page, () => page.keyboard.press("Control+s")).then((bytes) => bytes.toString("utf8"));

/// The whole way on the shop: returns when the zip was checked.
async function mainJob({ page }) {
  await drop(page, shop);
  assert.match(await heading(page).textContent(), /^9 workloads, 18 pods/);
  assert.match(await page.locator(".report").textContent(), /9 workloads with 18 pods, 7 Services, 10 calls/);

  await step(page, "requirements");
  await page.fill("#q-engineers", "25");
  await page.check("#q-clouds-aws");
  await page.locator('label[for="q-needOperatorsHelm-must"]').click();
  await until(page, () => document.querySelector("h1").textContent.startsWith("4 answers") || document.querySelector("h1").textContent.startsWith("3 answers"));

  await step(page, "platform");
  const ranked = await page.locator(".ranking .entry:not(.out) strong").allTextContents();
  assert.ok(ranked.length > 0, "somebody is ranked");
  assert.ok(ranked.every((name) => !/GKE|AKS|Cloud Run|Nomad|Swarm|ECS/.test(name)), `only Kubernetes on AWS is left: ${ranked}`);
  const out = await page.locator(".entry.out").allTextContents();
  assert.ok(out.some((text) => /Cloud Run/.test(text)), "Cloud Run is kept out");
  assert.ok(out.every((text) => /as of \d{4}/.test(text)), "each reason has a date");

  await page.locator(".matrix .cell").first().click();
  const panel = page.locator("#cell-panel");
  await panel.waitFor();
  assert.ok((await panel.locator(".facts li").count()) > 0, "a cell opens its facts");
  assert.match(await panel.textContent(), /as of \d{4}/);
  await panel.getByRole("button", { name: "Close" }).click();

  await step(page, "files");
  await until(page, () => /^\d+ files, \d+ documents$/.test(document.querySelector("h1").textContent));
  const zip = await saved(page, () => page.click("#download-all"));
  const folder = mkdtempSync(join(tmpdir(), "sheerline-zip-"));
  try {
    const unpack = spawnSync("python3", ["-c", "import io,sys,zipfile\nz=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\nassert z.testzip() is None\nz.extractall(sys.argv[1])\nprint(chr(10).join(z.namelist()))", folder], { input: zip, encoding: "utf8" });
    assert.equal(unpack.status, 0, unpack.stderr);
    const names = unpack.stdout.trim().split("\n");
    assert.ok(names.includes("kustomization.yaml") && names.includes("design.sheerline.yaml"), names.join(", "));
    rmSync(join(folder, "design.sheerline.yaml"));
    const { passed, failed } = validate(folder);
    assert.equal(failed, 0, "a validator refused a downloaded file");
    assert.ok(passed > 50, `only ${passed} checks passed`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

journey("does the whole main job on a multi-service application", mainJob);

journey("does the main job without a network after one visit", async (given) => {
  const { page, site } = given;
  await site.kept();
  await site.offline();
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await mainJob(given);
});

journey("a link opens to the same design, byte for byte", async ({ page, context, site }) => {
  await drop(page, shop);
  await step(page, "requirements");
  await page.fill("#q-engineers", "12-20-40");
  await page.fill(".design-name", "Shop — für alle 🚢");
  const before = await designFile(page);
  await page.getByRole("button", { name: "Share" }).click();
  await until(page, () => /\?d=/.test(document.querySelector("textarea.link")?.value ?? ""));
  await page.waitForTimeout(600);
  const link = await page.locator("textarea.link").inputValue();
  assert.match(link, /\/some\/where\/#\/platform\?d=/);
  const other = await (await context.browser().newContext({ acceptDownloads: true })).newPage();
  await other.goto(link);
  await other.waitForSelector("html[data-ready]", { state: "attached" });
  await until(other, () => document.querySelector(".design-name").value.startsWith("Shop"));
  assert.equal(await designFile(other), before);
  assert.equal(await other.locator('nav.rail a[aria-current="step"] span').first().textContent(), "Platform");
  await other.context().close();
  void site;
});

journey("a broken link says so and loses nothing", async ({ page, site }) => {
  await drop(page, shop);
  await until(page, () => location.hash.includes("?d="));
  const before = await designFile(page);
  const hash = await page.evaluate(() => location.hash);
  const broken = hash.slice(0, -7) + "AAAAAAA";
  await page.evaluate((hash) => { location.hash = hash; }, broken);
  await page.locator(".notice.wrong").waitFor();
  assert.equal(await designFile(page), before);
  await page.evaluate(() => { location.hash = "#/files?d=hello"; });
  await page.locator(".notice.wrong").waitFor();
  assert.equal(await designFile(page), before);
  void site;
});

journey("a design survives a reload, a file and undo", async ({ page }) => {
  await drop(page, shop);
  const before = await designFile(page);
  await page.waitForTimeout(700);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.equal(await designFile(page), before);
  await page.evaluate(() => document.activeElement?.blur?.());
  await page.keyboard.press("1");
  await page.getByRole("button", { name: "Clear the table" }).click();
  await until(page, () => !document.querySelector(".resume"));
  await page.keyboard.press("Control+z");
  assert.equal(await designFile(page), before);
  await page.keyboard.press("Control+Shift+Z");
  assert.notEqual(await designFile(page), before);
  await page.setInputFiles("#open-files", { name: "shop.sheerline.yaml", mimeType: "application/yaml", buffer: Buffer.from(before) });
  await page.locator(".notice").waitFor();
  assert.equal(await designFile(page), before);
});

journey("bad files are refused with file and line; the rest is taken and the design kept", async ({ page }) => {
  await drop(page, shop);
  const good = "apiVersion: v1\nkind: Service\nmetadata: {name: extra, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 81}]}\n";
  const buffer = Buffer.from(`${good}---\nkind: Deployment\n\tmetadata: {}\n---\n${good.replace("extra", "more")}`);
  await page.setInputFiles("#open-files", { name: "mixed.yaml", mimeType: "application/yaml", buffer });
  await until(page, () => /mixed\.yaml:7/.test(document.querySelector(".report details.danger")?.textContent ?? ""));
  const design = await designFile(page);
  assert.ok(design.includes("name: extra") && design.includes("name: more") && design.includes("name: payment"));
  await page.setInputFiles("#open-files", { name: "chart.yaml", mimeType: "application/yaml", buffer: Buffer.from("kind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n") });
  await until(page, () => /helm template/.test(document.querySelector(".report details.danger")?.textContent ?? ""));
  assert.equal(await designFile(page), design);
});

journey("the whole job by keyboard", async ({ page }) => {
  const searching = () => until(page, () => document.activeElement?.id === "command");
  await page.keyboard.press("Control+k");
  await searching();
  await page.keyboard.type("example");
  await page.keyboard.press("Enter");
  await page.locator(".report").waitFor();
  await page.keyboard.press("/");
  await searching();
  await page.keyboard.type("orders");
  await page.keyboard.press("Enter");
  await page.locator("#workload-panel").waitFor();
  await page.locator("#workload-replicas").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("5");
  await until(page, () => /, 20 pods/.test(document.querySelector("h1").textContent));
  await page.keyboard.press("Escape");
  await until(page, () => !document.querySelector("#workload-panel"));
  await page.evaluate(() => document.activeElement?.blur?.());
  await page.keyboard.press("9");
  await until(page, () => /files/.test(document.querySelector("h1").textContent));
  await page.keyboard.press("?");
  await page.locator("[role=dialog]").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("[role=dialog]").count(), 0);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("2");
  await until(page, () => /, 18 pods/.test(document.querySelector("h1").textContent));
});

journey("files follow what is typed: the old ones until the new are there, and an archive has the last keystroke", async ({ page }) => {
  await drop(page, shop);
  await step(page, "workloads");
  await page.locator("table.list th button.link").first().click();
  await step(page, "files");
  await until(page, () => document.querySelector(".preview pre code")?.textContent.includes("apiVersion"));
  const shown = () => page.evaluate(() => document.querySelector("h1").textContent);
  const files = await shown();
  await page.fill(".design-name", "Renamed");
  assert.equal(await shown(), files);
  const zip = await saved(page, () => page.click("#download-all"));
  assert.ok(zip.includes("name: Renamed"), "the archive's design is the one on the table");
  await until(page, () => document.querySelector(".files").getAttribute("aria-busy") === "false");
});

journey("what cannot be taken stays in its field with one sentence", async ({ page }) => {
  await step(page, "requirements");
  await page.fill("#q-engineers", "many");
  assert.equal(await page.getAttribute("#q-engineers", "aria-invalid"), "true");
  assert.match(await page.locator("#q-engineers-error").textContent(), /whole number/);
  await page.locator("#q-pods").focus();
  assert.equal(await page.inputValue("#q-engineers"), "many");
  await page.fill("#q-engineers", "30");
  assert.equal(await page.getAttribute("#q-engineers", "aria-invalid"), null);
});

const steps = ["start", "workloads", "requirements", "platform", "cluster", "mesh", "traffic", "clusters", "files", "review"];
for (const theme of ["light", "dark"]) {
  for (const [width, height] of [[360, 740], [1280, 800], [1920, 1080]]) {
    journey(`every step at ${width} px, ${theme}: no barriers, nothing cut off`, async ({ page, axe, shot }) => {
      for (const filled of [false, true]) {
        if (filled) await drop(page, shop);
        for (const key of steps) {
          await step(page, key);
          if (filled && key === "workloads") await page.locator("table.list th button.link").first().click();
          await page.waitForTimeout(100);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${key} is ${over} px too wide`);
          await axe();
          await shot(`${key}-${filled ? "shop" : "empty"}-${width}-${theme}`);
        }
      }
    }, { theme, viewport: { width, height } });
  }
}
