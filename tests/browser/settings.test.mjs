// Settings of the components: what somebody runs is checked, what to set stands in a table, and one's own nodes and
// scheduler are obeyed.
import assert from "node:assert/strict";
import { join } from "node:path";
import { root } from "../../tools/toolchain.mjs";
import { journey, until } from "./fixture.mjs";

const shop = join(root, "assets", "example", "shop.yaml");
const step = (page, key) => page.click(`nav.rail a[href^="#/${key}"]`);
const kubelet =
  "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: many\nfeatureGates:\n  CSIDriverRegistry: true\n";
const file = (name, text) => ({ name, mimeType: "text/yaml", buffer: Buffer.from(text) });

/// Drops a file onto an element, as a person does with the mouse.
async function drop(page, selector, name, text) {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
}

journey("check mine: findings with line, why, source and fix, for the version that is chosen", async ({ page, site, axe, shot }) => {
  await step(page, "cluster");
  const section = page.locator("#check-mine");
  await page.fill("#check-text", kubelet);
  await section.getByText("2 errors. Read as KubeletConfiguration.").waitFor();
  const gate = section.locator("li", { hasText: "CSIDriverRegistry" });
  assert.match(await gate.textContent(), /error.*Line 5.*removed in 1\.22; the kubelet will not start.*Remove it/s);
  assert.match(await gate.locator("a").getAttribute("href"), /^https:\/\//);
  await gate.getByRole("button", { name: "Line 5" }).press("Enter");
  const selected = await page.evaluate(() => {
    const field = document.activeElement;
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  assert.equal(selected, "  CSIDriverRegistry: true", "the line is selected where it can be mended");
  await axe();
  await shot("check-mine");
  // Another version is another answer.
  await page.fill("#check-text", "kube-apiserver --advertise-address=10.0.0.1 --etcd-servers=https://a:2379 --feature-gates=EtcdRangeStream=true");
  await page.selectOption("#check-version", "1.36");
  await section.locator("li", { hasText: "there since 1.37" }).waitFor();
  await page.selectOption("#check-version", "1.37");
  await until(page, () => !document.querySelector("#check-mine").textContent.includes("there since 1.37"));
  // It is kept, but not in the link, and not shown to others.
  assert.ok(!page.url().includes("EtcdRangeStream"));
  await step(page, "mesh");
  await step(page, "cluster");
  assert.match(await page.inputValue("#check-text"), /^kube-apiserver/);
  await page.reload();
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  assert.match(await page.inputValue("#check-text"), /^kube-apiserver/);
  // A file that is dropped here is checked, not imported.
  await drop(page, "#check-mine .taking", "kubelet.yaml", kubelet);
  await section.getByText("2 errors").waitFor();
  assert.match(await page.inputValue("#check-text"), /KubeletConfiguration/);
  await drop(page, "#check-mine .taking", "binary", "\u0000\u0001\u0002");
  await section.getByText("1 error. Read as nothing that is known.").waitFor();
  await section.getByRole("button", { name: "Clear" }).click();
  assert.equal(await page.inputValue("#check-text"), "");
  assert.equal(await section.locator("li").count(), 0);
});

journey("the settings are a table that is searched, told for each platform, and leads to the files", async ({ page, axe, shot }) => {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await step(page, "cluster");
  await page.selectOption("#settings-platform", "kubernetes-self-managed");
  const rows = page.locator(".settings-table tbody tr:not(.component)");
  await page.locator(".settings-table th", { hasText: "audit-log-maxage" }).waitFor();
  const all = await rows.count();
  assert.ok(all >= 20, `${all} rows`);
  assert.ok((await page.locator(".settings-table tr.component").count()) >= 5, "by component");
  const pids = rows.filter({ hasText: "podPidsLimit" });
  assert.match(await pids.textContent(), /4096.*cannot use up.*Looked at on 2026/s);
  await axe();
  await shot("settings");
  await page.fill("#settings-search", "audit log");
  await until(page, () => /^\d+ of \d+$/.test(document.querySelector(".settings [role=status]").textContent));
  const found = await rows.count();
  assert.ok(found > 0 && found < all);
  await page.fill("#settings-search", "");
  await page.selectOption("#settings-platform", "eks");
  await page.getByText("not yours to set").first().waitFor();
  // The design's own platform leads to its files.
  await step(page, "platform");
  await step(page, "cluster");
  await page.selectOption("#settings-platform", "");
  const jump = page.locator(".settings-table").getByRole("button", { name: "In the file" }).first();
  await jump.waitFor();
  const path = await jump.getAttribute("title");
  await jump.click();
  await page.locator(".preview h2", { hasText: path }).waitFor();
});

journey("one's own nodes and scheduler are obeyed, and profiles compared", async ({ page, axe, shot }) => {
  await page.setInputFiles("#open-files", shop);
  await page.locator(".report").waitFor();
  await step(page, "cluster");
  await until(page, () => /hold/.test(document.querySelector("section.nodes h2")?.textContent ?? ""));
  const node = (n) =>
    `apiVersion: v1\nkind: Node\nmetadata:\n  name: mine-${n}\n  labels: {topology.kubernetes.io/zone: zone-${n % 3}, kubernetes.io/hostname: mine-${n}, node.kubernetes.io/instance-type: m7i.2xlarge}\n` +
    `status:\n  allocatable: {cpu: "7", memory: 28Gi, pods: "58", ephemeral-storage: 80Gi}\n  nodeInfo: {kubeletVersion: v1.36.1}\n`;
  const nodes = Array.from({ length: 6 }, (_, n) => node(n)).join("---\n");
  const scheduler =
    "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- schedulerName: default-scheduler\n  pluginConfig:\n" +
    "  - name: NodeResourcesFit\n    args: {scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 1}]}}\n";
  await page.locator("#own summary").press("Enter");
  await page.setInputFiles("#own-files", [file("nodes.yaml", nodes), file("scheduler.yaml", scheduler)]);
  await page.getByText("6 nodes are yours, for Kubernetes 1.36.").first().waitFor();
  await page.locator("section.nodes th", { hasText: "What you have today" }).waitFor();
  await page.locator(".what-if button", { hasText: "zone-1 is lost" }).waitFor();
  await page.getByRole("button", { name: "Compare profiles" }).click();
  const profiles = page.locator(".compared tbody tr");
  await profiles.first().waitFor();
  assert.equal(await profiles.count(), 4);
  assert.match(await profiles.first().textContent(), /default-scheduler/);
  const empty = async (row) => Number(await profiles.nth(row).locator("td").nth(3).textContent());
  assert.ok((await empty(0)) > (await empty(1)), "packing leaves more nodes empty");
  await page.fill("#map-search", "mine-3");
  await until(page, () => /^On 1 node/.test(document.querySelector(".map-tools [role=status]").textContent));
  await axe();
  await shot("own-nodes");
  assert.ok(!page.url().includes("mine-3"));
  // What cannot be meant says why; then nothing of one's own is left.
  await page.setInputFiles("#own-files", [file("nothing.yaml", "a: b\n")]);
  await page.getByText("There are neither nodes nor a KubeSchedulerConfiguration in it.").first().waitFor();
  await page.getByRole("button", { name: "Let go of them" }).click();
  await until(page, () => !document.querySelector("section.nodes").textContent.includes("What you have today"));
});
