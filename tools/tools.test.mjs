// The scripts of this folder: what they must get right for a green run to mean something.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pack } from "../assets/boot/pack.mjs";
import { count } from "./counts.mjs";
import { locked } from "./lock.mjs";
import { fileFor, serve } from "./serve.mjs";
import { isLater, sizes } from "./size.mjs";
import { Trouble, lockedVersion, root } from "./toolchain.mjs";

const folder = mkdtempSync(join(tmpdir(), "sheerline-tools-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("counts what each runner says", () => {
  const cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\nnoise\n" +
    "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
  assert.deepEqual(count("cargo", cargo, false), { passed: 15, failed: 2 });
  assert.deepEqual(count("node", "\u001b[34mℹ pass 4\u001b[39m\nℹ fail 1\nℹ cancelled 2\nℹ skipped 3\n", false), { passed: 4, failed: 3 });
  assert.deepEqual(count("node", "# pass 4\n# fail 0\n# cancelled 0\n", true), { passed: 4, failed: 0 });
  assert.deepEqual(count("plain", "a: 7 passed, 0 failed, against x\n9 passed, 0 failed\n", true), { passed: 9, failed: 0 });
  assert.deepEqual(count("single", "", true), { passed: 1, failed: 0 });
  assert.deepEqual(count("single", "", false), { passed: 0, failed: 1 });
});

test("a runner that crashed, or ran nothing, counts as a failure", () => {
  assert.deepEqual(count("cargo", "error: could not compile", false), { passed: 0, failed: 1 });
  assert.deepEqual(count("cargo", "test result: ok. 5 passed; 0 failed;", false), { passed: 5, failed: 1 });
  assert.deepEqual(count("cargo", "no tests to run!", true), { passed: 0, failed: 1 });
  assert.deepEqual(count("plain", "0 passed, 0 failed", true), { passed: 0, failed: 1 });
});

test("a version is read from the lock file, and only when there is one", () => {
  const lock = '[[package]]\nname = "a"\nversion = "1.2.3"\n\n[[package]]\nname = "ab"\nversion = "2.0.0"\n\n[[package]]\nname = "ab"\nversion = "3.0.0"\n';
  assert.equal(lockedVersion("a", lock), "1.2.3");
  assert.throws(() => lockedVersion("ab", lock), Trouble);
  assert.throws(() => lockedVersion("c", lock), Trouble);
});

test("the pin of wasm-bindgen in Cargo.toml is what Cargo.lock holds", () => {
  const pin = /^wasm-bindgen = "=([^"]+)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"));
  assert.equal(pin?.[1], lockedVersion("wasm-bindgen"));
});

const site = join(folder, "site");
mkdirSync(join(site, "inner"), { recursive: true });
writeFileSync(join(site, "index.html"), "<!doctype html>");
writeFileSync(join(site, "a b.wasm"), "\0asm");
writeFileSync(join(folder, "secret.txt"), "secret");
symlinkSync(join(folder, "secret.txt"), join(site, "link.txt"));

/// One raw request, so that no client tidies the path up first.
function get(port, path, options = {}) {
  return new Promise((done, failed) => {
    request({ host: "127.0.0.1", port, path, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, text }));
    })
      .on("error", failed)
      .end();
  });
}

test("the server gives files with their types and nothing outside its folder", async () => {
  const { server, port } = await serve({ folder: site, prefix: "/sub/" });
  try {
    assert.equal((await get(port, "/sub/")).headers["content-type"], "text/html; charset=utf-8");
    assert.equal((await get(port, "/sub/a%20b.wasm?x=1")).headers["content-type"], "application/wasm");
    assert.equal((await get(port, "/sub")).headers.location, "/sub/");
    const outside = [
      "/", "/sub/../../secret.txt", "/sub/..%2f..%2fsecret.txt", "/sub/%2e%2e/secret.txt", "/sub/..\\secret.txt", "/sub/link.txt",
      "/sub/inner", "/sub/inner/", "/sub/%", "/sub/%00", "/sub//etc/passwd", "/secret.txt", "/sub/missing.js",
    ];
    for (const path of outside) {
      const { status, text } = await get(port, path);
      assert.equal(status, 404, path);
      assert.ok(!text.includes("secret"), path);
    }
    assert.equal((await get(port, "/sub/", { method: "POST" })).status, 405);
    const { etag } = (await get(port, "/sub/")).headers;
    assert.equal((await get(port, "/sub/", { headers: { "if-none-match": etag } })).status, 304);
    const head = await get(port, "/sub/", { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
  } finally {
    server.close();
  }
  assert.equal(fileFor(site, "/../secret.txt"), null);
});

test("the server takes the next port when one is taken", async () => {
  const busy = createServer();
  const port = await new Promise((done) => busy.listen(0, "127.0.0.1", () => done(busy.address().port)));
  const { server, port: taken } = await serve({ folder: site, port });
  assert.ok(taken > port);
  server.close();
  busy.close();
});

test("two that want the same thing go one after the other", async () => {
  const file = join(folder, "held.lock");
  const seen = [];
  const work = (name) => () =>
    locked(file, "test", async () => {
      seen.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 50));
      seen.push(`${name} out`);
    });
  await Promise.all([work("a")(), work("b")()]);
  assert.equal(seen[0][0], seen[1][0]);
  assert.equal(seen[2][0], seen[3][0]);
});

test("a lock whose process has ended is taken over", async () => {
  const file = join(folder, "left.lock");
  const gone = spawn("true");
  await new Promise((done) => gone.on("exit", done));
  writeFileSync(file, `${gone.pid} 12345`);
  assert.equal(await locked(file, "test", () => "done"), "done");
});

function staged(name, files) {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const all = { "index.html": '<script type="module" src="./main.js"></script>', "sheerline-page-1a_bg.wasm": "\0asm", "sheerline-page-1a.js": "js", "sheerline-desk_bg.wasm": "\0asm", "sheerline-desk.js": "js", ...files };
  for (const [file, text] of Object.entries(all)) if (text !== null) writeFileSync(join(place, file), text);
  return place;
}

test("packing lists every file, whatever its name, under a revision of them all", () => {
  const odd = "an odd 'name' ${x} #1 é.svg";
  const first = pack(staged("one", { [odd]: "<svg/>" }));
  const text = readFileSync(join(folder, "one", "sw.js"), "utf8");
  const list = JSON.parse(/const FILES = (\[[\s\S]*?\n\]);/.exec(text)[1].replace(/,\n\]$/, "\n]"));
  assert.deepEqual(list[0], ["./"]);
  assert.ok(list.some(([file]) => decodeURIComponent(file) === `./${odd}`));
  assert.ok(list.some(([file]) => file === "./worker.js") && list.some(([file]) => /^\.\/main-[0-9a-f]{16}\.js$/.test(file)));
  assert.ok(!list.some(([file]) => file === "./sw.js"));
  assert.equal(list.filter(([file]) => /^\.\/sheerline-desk-[0-9a-f]{16}(_bg\.wasm|\.js)$/.test(file)).length, 2);
  assert.ok(list.some(([file]) => file === "./design.schema.json"));
  assert.equal(list.length, first.files);
  assert.equal(pack(staged("two", { [odd]: "<svg/>" })).revision, first.revision, "the same files give the same revision");
  assert.notEqual(pack(staged("three", { [odd]: "<svg />" })).revision, first.revision, "another byte gives another");
  assert.ok(!readFileSync(join(folder, "one", "index.html"), "utf8").includes('"./main.js"'));
});

test("packing refuses a build it does not understand", () => {
  assert.throws(() => pack(staged("none", { "sheerline-page-1a_bg.wasm": null })), /one module/);
  assert.throws(() => pack(staged("many", { "sheerline-page-2b_bg.wasm": "" })), /one module/);
  assert.throws(() => pack(staged("no desk", { "sheerline-desk_bg.wasm": null })), /one module/);
  assert.throws(() => pack(staged("inline", { "index.html": "<p>" })), /main\.js/);
});

test("sizes are those of every file", () => {
  const found = sizes(staged("sized", { "big.css": "a".repeat(100_000) }));
  assert.equal(found.length, 6);
  assert.deepEqual(found.filter(({ file }) => isLater(file)).map(({ file }) => file).sort(), ["sheerline-desk.js", "sheerline-desk_bg.wasm"]);
  assert.equal(found.find(({ file }) => file === "big.css").raw, 100_000);
  assert.ok(found.every(({ brotli }) => brotli > 0));
});
