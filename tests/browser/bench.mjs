// How quick the page is, in Chromium on this machine: medians over several runs. `make bench` runs it on the release build.
//
// A keystroke: from the input event until everything that follows from it has been computed and written to the page
// (the event, its microtasks, style and layout), on a design of 50 workloads. An import: from the file field's change to the
// report on the page, with the longest time the page could not answer meanwhile.
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "../../tools/serve.mjs";
import { chrome, root } from "../../tools/toolchain.mjs";

const dist = join(root, "dist");

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const line = (what, numbers, unit = "ms") =>
  console.log(`${what.padEnd(64)} median ${median(numbers).toFixed(1)} ${unit}, worst ${Math.max(...numbers).toFixed(1)} of ${numbers.length}`);

/// So many Deployments with Services, each calling the next three.
function application(count) {
  const one = (n) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: service-${n}, namespace: bench}
spec:
  replicas: ${2 + (n % 4)}
  selector: {matchLabels: {app: service-${n}}}
  template:
    metadata: {labels: {app: service-${n}}}
    spec:
      containers:
      - name: main
        image: registry.example.com/bench/service-${n}:1.${n}
        ports: [{name: http, containerPort: 8080}]
        env:
${[1, 2, 3].map((d) => `        - {name: PEER_${d}_ADDR, value: "service-${(n + d) % count}:8080"}`).join("\n")}
        readinessProbe: {httpGet: {path: /ready, port: http}}
        resources: {requests: {cpu: ${50 + n}m, memory: ${64 + n}Mi}, limits: {memory: ${128 + n}Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: service-${n}, namespace: bench}
spec: {selector: {app: service-${n}}, ports: [{name: http, port: 8080, targetPort: http}]}
`;
  return Array.from({ length: count }, (_, n) => one(n)).join("---\n");
}

/// Two megabytes in sixty objects: three large custom resource definitions and the rest ordinary.
function large() {
  const fields = (n) => Array.from({ length: n }, (_, i) => `                  field${i}:\n                    description: 'One of many fields, described at some length so that the file is as large as real ones are.'\n                    type: string`).join("\n");
  const crd = (n) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things${n}.example.com}
spec:
  group: example.com
  names: {kind: Thing${n}, plural: things${n}}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
${fields(3600)}
`;
  return [crd(0), crd(1), crd(2), application(28), "kind: ConfigMap\napiVersion: v1\nmetadata: {name: last}\n"].join("---\n");
}

const { server, port } = await serve({ mounts: [{ prefix: "/", folder: dist }] });
const browser = await chromium.launch({ executablePath: chrome(), args: ["--no-sandbox", "--disable-gpu"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
const starts = [];
for (let run = 0; run < 7; run += 1) {
  const before = performance.now();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  starts.push(performance.now() - before);
}
line("start, from the address to a page that answers", starts);

const put = (name, text) => page.setInputFiles("#open-files", { name, mimeType: "application/yaml", buffer: Buffer.from(text) });

async function timedImport(name, text) {
  await page.evaluate(() => {
    globalThis.gap = 0;
    globalThis.began = 0;
    globalThis.done = 0;
    let last = performance.now();
    const watch = () => {
      const now = performance.now();
      if (globalThis.began) globalThis.gap = Math.max(globalThis.gap, now - last);
      last = now;
      if (!globalThis.done) setTimeout(watch, 0);
    };
    watch();
    document.querySelector("#open-files").addEventListener("change", () => { globalThis.began = last = performance.now(); }, { once: true, capture: true });
    document.querySelector(".report button")?.click();
    new MutationObserver((_, observer) => {
      if (!globalThis.began || !document.querySelector(".report")) return;
      globalThis.done = performance.now();
      observer.disconnect();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await put(name, text);
  await page.waitForFunction(() => globalThis.done > 0);
  return page.evaluate(() => [globalThis.done - globalThis.began, globalThis.gap]);
}

const big = large();
const reads = [];
for (let run = 0; run < 7; run += 1) reads.push(await timedImport("large.yaml", big));
line(`import of ${(big.length / 1e6).toFixed(1)} MB, 60 objects, three large definitions`, reads.map(([time]) => time));
line("  longest time the page could not answer meanwhile", reads.map(([, gap]) => gap));

/// Sets a field as a keystroke does and measures until everything is written and laid out.
const stroke = (selector, values) =>
  page.evaluate(async ([selector, values]) => {
    const times = [];
    for (const value of values) {
      const field = document.querySelector(selector);
      await new Promise((done) => setTimeout(done, 30));
      const before = performance.now();
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      // Leptos' effects run as microtasks; a message comes after all of them.
      await new Promise((done) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
      });
      document.body.getBoundingClientRect();
      times.push(performance.now() - before);
    }
    return times;
  }, [selector, values]);

/// The longest time the page cannot answer after a change, while files, findings and link are renewed.
const pause = (selector, values) =>
  page.evaluate(async ([selector, values]) => {
    const blocks = [];
    for (const value of values) {
      const field = document.querySelector(selector);
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 30));
      const channel = new MessageChannel();
      const end = performance.now() + 900;
      let last = performance.now();
      let longest = 0;
      await new Promise((done) => {
        channel.port1.onmessage = () => {
          const now = performance.now();
          longest = Math.max(longest, now - last);
          last = now;
          if (now < end) channel.port2.postMessage(0); else done();
        };
        channel.port2.postMessage(0);
      });
      blocks.push(longest);
    }
    return blocks;
  }, [selector, values]);

for (const count of [50, 600]) {
  await page.goto(`http://127.0.0.1:${port}/?${count}`);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  await page.evaluate(() => localStorage.clear());
  await page.goto(`http://127.0.0.1:${port}/?${count}#/start`);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  const [time, gap] = await timedImport("bench.yaml", application(count));
  console.log(`${`import of ${count} workloads`.padEnd(64)} ${time.toFixed(1)} ms, longest block ${gap.toFixed(1)} ms`);
  await page.click("table.list th button.link >> nth=3");
  const values = Array.from({ length: 40 }, (_, n) => `${100 + n}m`);
  line(`keystroke in a CPU request, ${count} workloads, table shown`, await stroke("#container-0-cpu", values));
  line(`  longest block in the 0.9 s after one`, await pause("#container-0-cpu", ["201m", "202m", "203m", "204m", "205m"]));
  await page.click('nav.rail a[href^="#/requirements"]');
  line(`keystroke in an answer, ${count} workloads`, await stroke("#q-engineers", values.map((_, n) => `${10 + n}`)));
}
/// The comparison: a weight changes with it in sight. What the page's own thread spends, in processor time, so that a busy
/// machine does not count: with only those cells drawn anew that differ, with the grid drawn whole as it was before that,
/// and without a grid; the difference to the last is what the comparison takes.
await page.goto(`http://127.0.0.1:${port}/?comparison#/start`);
await page.waitForSelector("html[data-ready]", { state: "attached" });
await timedImport("bench.yaml", application(50));
await page.click('nav.rail a[href^="#/platform"]');
await page.locator("summary", { hasText: "What each criterion counts" }).click();
await page.locator(".priority input[type=range]").first().waitFor();
const sliders = await page.locator(".priority input[type=range]").evaluateAll((all) => all.map((one) => one.id));
const session = await page.context().newCDPSession(page);
await session.send("Performance.enable", { timeDomain: "threadTicks" });
const spent = async () => {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
  return [of("ScriptDuration"), of("LayoutDuration") + of("RecalcStyleDuration")];
};
const comparison = { cells: [], whole: [], without: [] };
// By turns, so that both ways meet the same machine.
const ways = Array.from({ length: 80 }, (_, n) => (n % 2 ? "whole" : "cells")).concat(Array(40).fill("without"));
for (const [n, way] of ways.entries()) {
  if (way === "without") {
    await page.evaluate(() => {
      const grid = document.getElementById("comparison-grid");
      grid?.replaceChildren();
      if (grid) grid.id = "away";
    });
  }
  await page.waitForTimeout(250);
  if (way === "whole") await page.evaluate(() => document.getElementById("comparison-grid").replaceChildren());
  await page.evaluate(() => document.body.getBoundingClientRect());
  const before = await spent();
  await stroke(`#${sliders[Math.floor(n / 2) % sliders.length]}`, [String((n * 3) % 11)]);
  const after = await spent();
  comparison[way].push(after.map((time, at) => time - before[at]));
}
for (const [way, what] of [["cells", "only the cells that differ"], ["whole", "the whole grid"], ["without", "no grid at all"]]) {
  const times = comparison[way].slice(5);
  line(`weight with the comparison, ${what}: script and markup`, times.map(([script]) => script));
  line("  style and layout", times.map(([, layout]) => layout));
}

/// The worker alone: what follows from a design, all platforms over ten thousand weightings included, when a priority
/// changes; and when nothing has, which is the way there and back and the sum over the design.
const weightings = await page.evaluate(async () => {
  const worker = new Worker(new URL("./worker.js", location.origin), { type: "module" });
  await new Promise((ready) => { worker.onmessage = ready; });
  let number = 0;
  const ask = (...texts) =>
    new Promise((done) => {
      worker.onmessage = ({ data }) => done(data[1]);
      worker.postMessage([number++, texts, []]);
    });
  const priorities = (n) => JSON.stringify({ schema: 1, requirements: { priorities: { simplicity: { importance: 1 + (n % 9) }, cost: { importance: 1 + (n % 7) }, scalability: { importance: 1 + (n % 5) } } } });
  const [changed, unchanged] = [[], []];
  for (let n = 0; n < 40; n += 1) {
    await ask("put", "0,0", "", "", "rest", priorities(n));
    let before = performance.now();
    const answer = await ask("follow", location.origin);
    changed.push(performance.now() - before);
    if (answer.length < 7) throw new Error(`the worker answered ${JSON.stringify(answer)}`);
    before = performance.now();
    await ask("follow", location.origin);
    unchanged.push(performance.now() - before);
  }
  worker.terminate();
  return { changed: changed.slice(5), unchanged: unchanged.slice(5) };
});
line("worker: what follows from a priority, 10,000 weightings of all", weightings.changed);
line("  the same when nothing has changed", weightings.unchanged);
await browser.close();
server.close();
