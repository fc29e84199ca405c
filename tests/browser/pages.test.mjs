// What single pages do beyond the main job.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);
const heading = (page) => page.locator("h1").first().textContent();

async function drop(page, files) {
  await page.setInputFiles("#open-files", files);
  await page.locator(".report").waitFor();
}

journey("what a criterion is assumed to count is shown with its reason and can be taken over", async ({ page }) => {
  await step(page, "requirements");
  const row = page.locator(".priority").first();
  const assumed = await row.locator("output").textContent();
  assert.match(await row.locator(".origin").textContent(), /Nobody said/);
  await row.getByRole("button", { name: /^Take over/ }).click();
  assert.equal(await page.locator(".priority.said").count(), 1);
  assert.equal(await row.locator("output").textContent(), assumed);
  await row.getByRole("button", { name: /^Leave open/ }).click();
  assert.equal(await page.locator(".priority.said").count(), 0);
  await page.getByRole("button", { name: "Take over all as assumed" }).click();
  assert.equal(await page.locator(".priority:not(.said)").count(), 0);
});

journey("the ranking says what would turn it, and why each other stands behind", async ({ page }) => {
  await drop(page, shop);
  await step(page, "platform");
  await until(page, () => /first in \d+ %/.test(document.querySelector("h1").textContent));
  assert.ok((await page.locator(".tornado tbody tr").count()) > 2);
  const second = page.locator(".ranking .entry").nth(1);
  assert.equal(await second.locator("table").count(), 0, "reasons are drawn when they are opened");
  await second.locator("summary").first().click();
  await second.locator("table").waitFor();
  assert.match(await second.textContent(), /points behind/);
});

journey("clusters are added, named and taken back", async ({ page }) => {
  await step(page, "clusters");
  assert.equal(await heading(page), "One cluster");
  const add = page.getByRole("button", { name: "Add a cluster" });
  await add.click();
  await add.click();
  assert.equal(await heading(page), "2 clusters on one network");
  await page.fill("#cluster-1-network", "west");
  assert.equal(await heading(page), "2 clusters on 2 networks");
  await page.fill("#trust-domain", "Not a domain!");
  assert.equal(await page.getAttribute("#trust-domain", "aria-invalid"), "true");
  await page.evaluate(() => document.activeElement?.blur?.());
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Control+z");
  assert.equal(await heading(page), "One cluster");
});

journey("a finding leads to the place it is about", async ({ page }) => {
  await drop(page, shop);
  await step(page, "review");
  const place = page.locator(".findings button.link", { hasText: "cluster.podSecurity" });
  await place.waitFor();
  await place.click();
  await page.locator("#cluster-security").waitFor();
});

journey("the import report fetches its lines when they are opened", async ({ page }) => {
  await drop(page, shop);
  const read = page.locator(".report details", { hasText: "Read" });
  assert.equal(await read.locator("tbody tr").count(), 0);
  await read.locator("summary").click();
  await read.locator("tbody tr").first().waitFor();
  assert.match(await read.textContent(), /shop\.yaml:\d+/);
});

journey("priorities are compared two at a time, and contradictions among them are named", async ({ page }) => {
  await step(page, "requirements");
  await page.locator('label:has-text("Two at a time")').click();
  for (const [one, times, other] of [["cost", "3", "simplicity"], ["simplicity", "3", "stateful"], ["stateful", "5", "cost"]]) {
    await page.selectOption('[aria-label="The one"]', one);
    await page.selectOption('[aria-label="How many times"]', times);
    await page.selectOption('[aria-label="The other"]', other);
    await page.getByRole("button", { name: "Compare", exact: true }).click();
  }
  const said = page.locator("text=/The consistency ratio is .*: not consistent enough. Least fits that/");
  await said.waitFor();
  await page.getByRole("button", { name: "Remove: Stateful work counts 5 times Cost" }).click();
  await page.locator("text=/The consistency ratio is .*: consistent enough/").waitFor();
});

for (const touch of [false, true]) {
  journey(`an order of criteria is dragged by ${touch ? "finger" : "mouse"} and moved by keys`, async ({ page, context, axe, shot }) => {
    await step(page, "requirements");
    await page.locator('label:has-text("Order")').click();
    const rows = page.locator(".order li");
    await rows.first().waitFor();
    const named = (row) => row.locator("span").nth(2).textContent();
    const names = async () => Promise.all((await rows.all()).map(named));
    const before = await names();
    assert.equal(before.length, 15);
    await rows.nth(3).scrollIntoViewIfNeeded();
    const at = async (row, part = 0.5) => {
      const [grip, box] = [await row.locator(".grip").boundingBox(), await row.boundingBox()];
      return { x: grip.x + grip.width / 2, y: box.y + box.height * part };
    };
    const session = await context.newCDPSession(page);
    const finger = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    const press = async (point) => {
      if (touch) return finger("touchStart", [point]);
      await page.mouse.move(point.x, point.y);
      return page.mouse.down();
    };
    const move = (point) => (touch ? finger("touchMove", [point]) : page.mouse.move(point.x, point.y, { steps: 4 }));
    const release = () => (touch ? finger("touchEnd", []) : page.mouse.up());

    await press(await at(rows.nth(3)));
    assert.deepEqual(await names(), before, "taking hold moves nothing");
    await move(await at(rows.nth(2)));
    await move(await at(rows.nth(1), 0.2));
    // A finger's moves come with the next frame.
    await until(page, () => document.querySelector(".order li:nth-child(2)[data-drop=before]"));
    const line = await rows.nth(1).evaluate((row) => {
      const { position, height, backgroundColor } = getComputedStyle(row, "::after");
      return [row.dataset.drop, position, height, backgroundColor !== "rgba(0, 0, 0, 0)"];
    });
    assert.deepEqual(line, ["before", "absolute", "3px", true], "where it would go is seen");
    await shot(`order-${touch ? "finger" : "mouse"}`);
    await release();
    const after = [before[0], before[3], before[1], before[2], ...before.slice(4)];
    assert.deepEqual(await names(), after);
    assert.equal(await page.locator("[data-drop], [data-dragged]").count(), 0);
    const status = page.locator("[role=status]", { hasText: "is now" });
    assert.equal(await status.textContent(), `${before[3]} is now 2 of 15.`);

    // Downwards past two, and back where it was by Escape.
    await press(await at(rows.nth(0)));
    await move(await at(rows.nth(2), 0.8));
    await release();
    assert.deepEqual(await names(), [after[1], after[2], after[0], ...after.slice(3)]);
    const moved = await names();
    await press(await at(rows.nth(4)));
    await move(await at(rows.nth(1)));
    if (touch) await finger("touchCancel", []); else await page.keyboard.press("Escape");
    if (!touch) await release();
    assert.deepEqual(await names(), moved, "let go without a move");

    await page.getByRole("button", { name: `${moved[2]} up` }).focus();
    await page.keyboard.press("ArrowUp");
    await until(page, () => document.activeElement.id === "rank-up-1");
    await page.keyboard.press("Enter");
    await until(page, () => document.activeElement.id === "rank-down-0");
    assert.deepEqual(await names(), [moved[2], moved[0], moved[1], ...moved.slice(3)]);
    assert.equal(await status.textContent(), `${moved[2]} is now 1 of 15.`);
    await until(page, () => document.querySelector(".order .weight").textContent === "22\u00a0%");
    await axe();
  });
}

journey("an alternative of one's own is ranked, valued by hand and marked", async ({ page }) => {
  await step(page, "platform");
  await page.locator("summary", { hasText: "What you know better" }).click();
  await page.fill('[aria-label="An alternative of your own: Name"]', "Kamal");
  await page.fill('[aria-label="An alternative of your own: Dollars a month"]', "150");
  await page.locator('h3:has-text("An alternative of your own") + .actions button').click();
  await page.locator(".ranking .entry", { hasText: "Kamal" }).waitFor();
  await page.selectOption('[aria-label="Of which"]', "Kamal");
  await page.selectOption('[aria-label="By which criterion"]', "simplicity");
  await page.fill('[aria-label="Its points and why: 0 to 100"]', "95");
  await page.fill('[aria-label="Its points and why: Why"]', "one file");
  await page.locator('h3:has-text("Its points and why") + .actions button').click();
  const cell = page.getByRole("button", { name: "Kamal, Simplicity: 95 yours", exact: true });
  await cell.waitFor();
  assert.match(await cell.textContent(), /yours/);
  await page.getByRole("button", { name: "Work it out" }).click();
  await page.locator("text=Where the costs cross").waitFor({ timeout: 30_000 });
});

journey("the comparison is sorted, pinned, turned and opened by keys alone", async ({ page, axe }) => {
  await drop(page, shop);
  await step(page, "platform");
  const grid = page.getByRole("grid", { name: "Comparison" });
  await grid.waitFor();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
  const heads = () => grid.locator("thead th").allTextContents();
  assert.equal(await grid.locator("[tabindex='0']").count(), 1, "Tab leads to one place of the grid");
  await grid.locator("[tabindex='0']").focus();
  assert.equal(await focused(), "Score");
  for (let press = 0; press < 9; press += 1) await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "Cost");
  await page.keyboard.press("Enter");
  await grid.locator("th[aria-sort=descending]", { hasText: "Cost" }).waitFor();
  await until(page, () => document.activeElement.textContent === "Cost");
  const costs = async () => {
    const cells = await grid.locator("tbody tr", { hasText: "Cost" }).locator("td:not(.out) .number").allTextContents();
    return cells.map(Number);
  };
  assert.deepEqual(await costs(), (await costs()).toSorted((one, other) => other - one));
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(), /, Cost: \d+/);
  await page.keyboard.press("Enter");
  const panel = page.locator("#cell-panel");
  await until(page, () => document.activeElement.id === "cell-panel");
  assert.match(await panel.getByRole("img").getAttribute("aria-label"), /times the bare computing: \d+ of 100/);
  assert.match(await panel.locator(".facts").textContent(), /as of \d{4}/);
  await axe();
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  await until(page, () => /, Cost: \d+/.test(document.activeElement.getAttribute("aria-label") ?? ""));
  for (let press = 0; press < 10; press += 1) await page.keyboard.press("ArrowUp");
  const pinned = [await focused()];
  assert.match(pinned[0], /^Pin /);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  pinned.push(await focused());
  await page.keyboard.press("Enter");
  await grid.locator("th.difference").waitFor();
  const named = pinned.map((pin) => pin.replace("Pin ", ""));
  const [, one, other, difference] = await heads();
  assert.ok(one.startsWith(named[0]) && other.startsWith(named[1]) && difference === "Difference");
  await page.getByRole("button", { name: "Hide what is kept out" }).press("Enter");
  await page.getByRole("button", { name: "Platforms as rows" }).press("Enter");
  await grid.locator("thead th[aria-sort]", { hasText: "Cost" }).waitFor();
  const rows = await grid.locator("tbody th").allTextContents();
  assert.ok(rows[0].startsWith(named[0]) && rows[2] === "Difference");
  await page.getByRole("button", { name: "Only what is marked" }).press("Enter");
  assert.ok((await grid.locator(".cell.unmarked").count()) > 0 && (await grid.locator(".dagger").count()) > 0);
  await page.getByRole("searchbox", { name: "Find a criterion" }).fill("multi");
  await until(page, () => document.querySelectorAll("#comparison-grid thead th").length === 5);
  assert.match((await heads()).at(-1), /^Multi-cloud/);
  assert.equal(await grid.locator("[tabindex='0']").count(), 1, "Tab still leads to a place of the grid");
  await page.getByRole("searchbox", { name: "Find a criterion" }).fill("");
  await step(page, "review");
  await step(page, "platform");
  assert.equal(await grid.locator("thead th[aria-sort]").count(), 1, "how it is looked at stays");
});

journey("every cell opens what it rests on: source and date, or whose word it is", async ({ page, axe }) => {
  const own = `schema: 1
decision:
  alternatives: [{name: Kamal, dollarsAMonth: 150}]
  criteria: [{name: Joy, importance: 5}]
  values: [{of: aks, criterion: simplicity, points: 13, because: we tried}]
  numbers: [{fact: eks.fee, number: dollars_an_hour, is: "0.3", because: our contract}]
`;
  await page.setInputFiles("#open-files", { name: "own.sheerline.yaml", mimeType: "application/yaml", buffer: Buffer.from(own) });
  await page.locator(".notice").waitFor();
  await step(page, "platform");
  await until(page, () => /first in \d+ %/.test(document.querySelector("h1").textContent));
  const cells = await page.evaluate(async () => {
    const found = [];
    for (const id of [...document.querySelectorAll("#comparison-grid .cell")].map((cell) => cell.id)) {
      const cell = () => document.getElementById(id);
      cell().click();
      await new Promise((done) => setTimeout(done, 0));
      const panel = document.getElementById("cell-panel");
      found.push({
        id,
        name: cell().getAttribute("aria-label"),
        shown: cell().textContent,
        open: cell().getAttribute("aria-expanded"),
        title: panel.querySelector("h3").textContent,
        text: panel.textContent,
        cites: [...panel.querySelectorAll(".facts li .cite")].map((cite) => cite.textContent),
        drawn: panel.querySelectorAll(".function svg").length,
      });
      cell().click();
      await new Promise((done) => setTimeout(done, 0));
    }
    return found;
  });
  assert.equal(cells.length, 12 * (3 + 15 + 1), "twelve alternatives by three totals and sixteen criteria");
  const unsaid = cells.filter(({ name }) => /^Kamal, |, Joy: /.test(name));
  for (const cell of cells) {
    assert.equal(cell.open, "true", cell.name);
    const figure = cell.name.split(": ").at(-1).replace("not valued", "?").split(/†| yours/)[0];
    assert.ok(cell.title.includes(figure), `${cell.name}: ${cell.title}`);
    // What nobody but the person says has no source, and says that.
    const said = cell.cites.length > 0 || (unsaid.includes(cell) && /You say so: no source is cited|Nobody has valued this/.test(cell.text));
    assert.ok(said, `${cell.name} names no source`);
    for (const cite of cell.cites) assert.match(cite, /\S+ .*as of \d{4}(-\d\d)*/, cell.name);
  }
  assert.ok(cells.filter(({ drawn }) => drawn > 0).length > 100, "value functions are drawn with this design's point");
  const of = (name) => cells.find((cell) => cell.name.startsWith(name));
  assert.match(of("AKS, Simplicity: ").shown, /^13 yours/);
  assert.match(of("AKS, Simplicity: ").text, /we tried/);
  assert.match(of("EKS, Cost: ").shown, /yours/);
  assert.match(of("EKS, A month: ").shown, /yours/);
  assert.match(of("Kamal, A month: ").name, /: \$150 yours$/);
  await page.locator("#at-0-s").click();
  await page.locator("#cell-panel summary").click();
  await axe();
});

journey("a weight moves with the comparison in sight, which changes only where it differs", async ({ page, axe }) => {
  await drop(page, shop);
  await step(page, "platform");
  await until(page, () => /first in \d+ %/.test(document.querySelector("h1").textContent));
  await page.locator("summary", { hasText: "What each criterion counts" }).click();
  await page.locator("#priority-edge-on-premises").waitFor();
  const found = await page.evaluate(async () => {
    const grid = document.getElementById("comparison-grid");
    const cells = () => [...grid.querySelectorAll(".cell")];
    const before = new Map(cells().map((cell) => [cell.id, cell]));
    const kept = grid.querySelector("table");
    cells()[5].focus();
    const focused = document.activeElement.id;
    const slider = document.getElementById("priority-cost");
    const scores = () => cells().filter((cell) => cell.id.endsWith("-s")).map((cell) => cell.outerHTML).join();
    const old = scores();
    slider.value = "6";
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 20));
    const same = cells().filter((cell) => before.get(cell.id) === cell).length;
    return {
      all: before.size,
      same,
      table: grid.querySelector("table") === kept,
      focused: document.activeElement.id === focused,
      moved: scores() !== old,
    };
  });
  assert.ok(found.table && found.focused && found.moved);
  assert.ok(found.same > found.all * 0.6, `${found.same} of ${found.all} cells stay as they are`);
  const slider = page.locator("#priority-edge-on-premises");
  for (const value of ["10", "0", "10"]) await slider.fill(value);
  const grid = page.getByRole("grid", { name: "Comparison" });
  await until(page, () => {
    const names = [...document.querySelectorAll(".ranking .entry:not(.out) strong")].map((name) => name.textContent);
    return document.querySelector("#comparison-grid thead th:nth-child(2)").textContent.startsWith("k3s") && names[0] === "k3s";
  });
  const scores = (await grid.locator("tbody tr").first().locator("td:not(.out) .number").allTextContents()).map(Number);
  assert.deepEqual(scores, scores.toSorted((one, other) => other - one), "sorted by the new scores");
  const whole = await grid.evaluate((table) => table.outerHTML.replace(/tabindex="-?\d"/g, ""));
  await page.getByRole("button", { name: "Platforms as rows" }).click();
  await page.getByRole("button", { name: "Platforms as rows" }).click();
  assert.equal(await grid.evaluate((table) => table.outerHTML.replace(/tabindex="-?\d"/g, "")), whole, "what grew piece by piece is what is drawn whole");
  await axe();
});

journey("the comparison is saved as a picture that shows what is shown", async ({ page }) => {
  await drop(page, shop);
  await page.fill(".design-name", "Shop & <sons>");
  await step(page, "requirements");
  await page.check("#q-clouds-aws");
  await step(page, "platform");
  const grid = page.getByRole("grid", { name: "Comparison" });
  await page.getByRole("button", { name: "Hide what is kept out" }).click();
  await grid.getByRole("button", { name: "A month", exact: true }).click();
  await grid.locator("th[aria-sort=ascending]", { hasText: "A month" }).waitFor();
  for (const place of [1, 2]) await grid.locator(".pin").nth(place).click();
  await grid.locator("th.difference").waitFor();
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const svg = await saved("SVG");
  assert.equal(svg.name, "shop----sons-matrix.svg");
  const read = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, "image/svg+xml");
    const root = picture.documentElement;
    return {
      root: root.nodeName,
      size: ["width", "height"].map((name) => Number(root.getAttribute(name))),
      title: root.querySelector("title").textContent,
      texts: [...root.querySelectorAll("text")].map((text) => text.textContent),
      kinds: [...new Set([...root.querySelectorAll("*")].map((element) => element.nodeName))].sort(),
    };
  }, svg.bytes.toString("utf8"));
  assert.equal(read.root, "svg");
  assert.equal(read.title, "Shop & <sons>");
  assert.deepEqual(read.kinds, ["desc", "g", "rect", "text", "title"]);
  const shown = await grid.locator("tbody tr", { hasText: "Simplicity" }).locator("td").evaluateAll((cells) =>
    cells.map((cell) => (cell.querySelector(".number") ?? cell).textContent));
  const from = read.texts.indexOf("Simplicity");
  assert.ok(from > 0 && shown.length > 2);
  const row = read.texts.slice(from + 1, read.texts.indexOf("Scalability")).filter((text) => shown.includes(text));
  assert.deepEqual(row, shown, "the row stands in the picture as on the page");
  assert.ok(read.texts.some((text) => /^Kept out and not shown: \d+\.$/.test(text)), "what is hidden is said");
  assert.ok(read.texts.some((text) => /^Shop & <sons>: .*Facts as of \d{4}-\d\d-\d\d\.$/.test(text)));
  const png = await saved("PNG");
  assert.equal(png.name, "shop----sons-matrix.png");
  assert.deepEqual([...png.bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  assert.deepEqual([16, 20].map((at) => png.bytes.readUInt32BE(at)), read.size.map((side) => 2 * side), "two dots along each pixel");
  const dark = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 384) dark += 1;
    return [data[0], dark / (data.length / 4)];
  }, png.bytes.toString("base64"));
  assert.equal(dark[0], 255, "on white");
  assert.ok(dark[1] > 0.005 && dark[1] < 0.5, `something is drawn: ${dark[1]}`);
});

for (const theme of ["light", "dark"]) {
  for (const [width, height] of [[360, 740], [1280, 800], [1920, 1080]]) {
    const name = `the comparison has no barriers at ${width} in ${theme}`;
    journey(name, async ({ page, axe, shot }) => {
      await drop(page, shop);
      await step(page, "platform");
      const grid = page.getByRole("grid", { name: "Comparison" });
      for (const place of [1, 4]) await grid.locator(".pin").nth(place).click();
      await grid.locator(".cell:has(.bar-spread)").first().click();
      await page.locator("#cell-panel").waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, "the page itself does not scroll sideways");
      await axe();
      await shot(`comparison-${width}-${theme}`);
    }, { theme, viewport: { width, height } });
  }
}

journey("costs are drawn over the load, with the same as a table", async ({ page, axe, shot }) => {
  await drop(page, shop);
  await step(page, "platform");
  await page.getByRole("button", { name: "Work it out" }).click();
  const chart = page.getByRole("img", { name: "What a month costs over the load" });
  await chart.waitFor({ timeout: 60_000 });
  const lines = await chart.locator("polyline").count();
  assert.ok(lines > 3);
  assert.equal(await chart.locator(".name").count(), lines, "each line is named at its end");
  await page.locator("summary", { hasText: "As a table" }).click();
  const table = page.getByRole("region", { name: "What a month costs over the load" });
  assert.equal(await table.locator("thead th").count(), lines + 1);
  assert.match(await table.locator("tbody tr").last().textContent(), /^× 100\$/);
  await axe();
  await shot("costs");
});

journey("several people decide together: links in, a compromise and who objects out", async ({ page, axe, shot }) => {
  const said = async (points) => {
    const before = await page.evaluate(() => location.hash);
    const text = `schema: 1\nname: Shop\nrequirements: {priorities: {${points}}}\n`;
    await page.setInputFiles("#open-files", { name: "one.sheerline.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
    await until(page, (before) => location.hash.includes("d=") && location.hash !== before, before);
    return page.evaluate(() => location.href);
  };
  const ada = await said("low-overhead: {importance: 10}, simplicity: {importance: 10}, edge-on-premises: {importance: 0}");
  const ben = await said("edge-on-premises: {importance: 10}, multi-cloud: {importance: 10}, low-overhead: {importance: 0}, simplicity: {importance: 0}, stateful: {importance: 0}");
  const cut = ben.slice(0, -9);
  const nothing = await said("");
  await step(page, "platform");
  await page.fill('[aria-label="Names and links, one a line"]', `Ada ${ada}\nBen <b>: ${ben}\nCy ${cut}\nDee ${nothing}\n`);
  await page.getByRole("button", { name: "Add these people" }).click();
  const left = page.locator("#group-left p");
  await left.first().waitFor();
  const because = await left.allTextContents();
  assert.equal(because.length, 2);
  assert.match(because[0], /^Cy: this link is (cut short|damaged)/);
  assert.match(because[1], /^Dee: nothing is said in it/);
  const kept = await page.inputValue('[aria-label="Names and links, one a line"]');
  assert.deepEqual(kept.split("\n"), [`Cy ${cut}`, `Dee ${nothing}`], "what was not taken stays to be mended");
  await page.getByRole("button", { name: "Add what is said here" }).click();
  assert.match(await left.first().textContent(), /Nothing is said here/);
  await page.fill('[aria-label="Names and links, one a line"]', `Cy ${ada}`);
  await page.getByRole("button", { name: "Add these people" }).click();
  const shares = page.locator(".shares");
  await until(page, () => document.querySelectorAll(".shares thead th").length === 6);
  assert.deepEqual((await shares.locator("thead th").allTextContents()).slice(1), ["Ada", "Ben <b>", "Cy", "Mean", "Apart"]);
  assert.equal(await shares.locator("tbody tr").count(), 15);
  const apart = (await shares.locator("tbody td:last-child").allTextContents()).map((text) => Number(text.replace(/[^\d.]/g, "")));
  assert.deepEqual(apart, apart.toSorted((one, other) => other - one), "where they differ most stands first");
  const people = page.getByRole("region", { name: "Deciding together" });
  const stands = await people.locator("tbody tr").allTextContents();
  assert.equal(stands.length, 3);
  const sentence = await page.locator("section", { has: shares }).locator("p b").textContent();
  assert.match(sentence, /serves all best; \d of 3 put it first, and the priorities agree by \d+ %\. .*object\.$/);
  for (const row of stands) {
    const name = row.match(/^(Ada|Ben <b>|Cy)/)[0];
    const objects = sentence.split("%. ")[1];
    assert.equal(/would object$/.test(row), objects.includes(name) && !objects.startsWith("Nobody"), `${row} | ${sentence}`);
  }
  await axe();
  await shot("group");
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "a phone does not scroll sideways");
  await axe();
  await page.getByRole("button", { name: "Remove: Cy" }).click();
  await until(page, () => document.querySelectorAll(".shares thead th").length === 5);
  const first = (await page.locator("section", { has: shares }).locator("p b").textContent()).split(" serves")[0];
  await page.getByRole("button", { name: "Take the mean as what counts here" }).click();
  await until(page, (first) => document.querySelector(".ranking .entry strong").textContent === first, first);
});
