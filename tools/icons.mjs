// Draws the PNG icons of the manifest from `assets/boot/icon.svg`. Run by hand after the drawing has changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chrome, root } from "./toolchain.mjs";

const boot = join(root, "assets", "boot");
const drawing = readFileSync(join(boot, "icon.svg"), "utf8");
const browser = await chromium.launch({ executablePath: chrome(), args: ["--no-sandbox"] });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  await page.screenshot({ path: join(boot, `icon-${size}.png`) });
}
await browser.close();
