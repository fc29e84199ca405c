// `make test`: sets the machine up, runs every suite whatever became of the ones before, and ends with one line
// `N passed, N failed` over all of them. Names of suites as arguments run those alone.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { count } from "./counts.mjs";
import { setUp } from "./setup.mjs";
import { Trouble, chrome, chromedriver, environment, notes, read, root, venv } from "./toolchain.mjs";

const wasm = ["--target", "wasm32-unknown-unknown"];
/// The test programs that exist for wasm; the others in tests/ are native alone.
const wasmTests = ["--lib", "--test", "web", "--test", "core_on_both"];
const scripts = (folder) =>
  readdirSync(join(root, folder)).filter((file) => file.endsWith(".test.mjs")).sort().map((file) => join(folder, file));
const node = (folder) => ["node", "--test", "--test-reporter=spec", ...scripts(folder)];

/// In the order a person wants to hear of: what is quick to know first, what needs the finished build last.
const suites = [
  { name: "format", form: "single", run: ["cargo", "fmt", "--check"] },
  { name: "lint", form: "single", run: ["cargo", "clippy", "--locked", "--all-targets", "--", "-D", "warnings"] },
  { name: "lint-wasm", form: "single", run: ["cargo", "clippy", "--locked", ...wasm, "--bins", ...wasmTests, "--", "-D", "warnings"] },
  { name: "docs", form: "single", run: ["cargo", "doc", "--locked", "--no-deps", "--lib", "--document-private-items"], env: { RUSTDOCFLAGS: "-D warnings" } },
  { name: "dependencies", form: "single", run: ["cargo", "deny", "--offline", "check", "bans", "licenses", "sources"] },
  { name: "tools", form: "node", run: node("tools") },
  { name: "native", form: "cargo", run: ["cargo", "test", "--locked", "--no-fail-fast"], minutes: 40 },
  { name: "wasm", form: "cargo", run: ["cargo", "test", "--locked", "--no-fail-fast", ...wasm, ...wasmTests], env: wasmRunner, minutes: 40 },
  { name: "build", form: "single", run: build, minutes: 40 },
  { name: "size", form: "single", run: ["node", "tools/size.mjs"], after: "build" },
  { name: "browser", form: "node", run: node("tests/browser"), after: "build", minutes: 30 },
  { name: "validators", form: "node", run: node("tests/validators") },
  { name: "files", form: "plain", run: ["node", "tests/validators/generated.mjs"], minutes: 30 },
];

/// The wasm tests run in the Chromium of this machine, on every kind of it.
function wasmRunner() {
  const settings = JSON.parse(read("webdriver.json"));
  settings["goog:chromeOptions"].binary = chrome();
  const file = join(notes, "webdriver.json");
  mkdirSync(notes, { recursive: true });
  writeFileSync(file, JSON.stringify(settings));
  return {
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
    CHROMEDRIVER: chromedriver(),
    WASM_BINDGEN_USE_BROWSER: "1",
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    WASM_BINDGEN_TEST_TIMEOUT: "300",
    WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60",
  };
}

let running = null;
const stop = (signal) => {
  try {
    if (running) process.kill(-running.pid, signal);
  } catch {
    // It has ended by itself.
  }
};
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) {
  process.on(signal, () => {
    stop("SIGTERM");
    process.exit(code);
  });
}

/// Runs a program in a group of its own, shows what it prints as it prints it, and ends it when its time is up.
function program([command, ...args], extra, minutes) {
  return new Promise((done) => {
    const env = {
      ...environment(),
      INSTA_UPDATE: "no",
      PROPTEST_RNG_SEED: "20",
      SHEERLINE_PYTHON: join(venv, "bin", "python"),
      ...(typeof extra === "function" ? extra() : extra),
    };
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    running = child;
    let output = "";
    const show = (to) => (chunk) => {
      output += chunk;
      to.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", show(process.stdout));
    child.stderr.setEncoding("utf8").on("data", show(process.stderr));
    const timer = setTimeout(() => {
      console.log(`ended: it took more than ${minutes} minutes`);
      stop("SIGKILL");
    }, minutes * 60_000);
    const finish = (ended) => {
      clearTimeout(timer);
      running = null;
      done({ ended, output });
    };
    child.on("error", (error) => {
      console.log(`${command} could not be started: ${error.message}`);
      finish(false);
    });
    child.on("close", (code) => finish(code === 0));
  });
}

async function runSuite({ name, form, run, env = {}, after, minutes = 20 }, results) {
  console.log(`\n── ${name} ${"─".repeat(Math.max(2, 70 - name.length))}`);
  const started = Date.now();
  let outcome = { ended: false, output: "" };
  if (after && results.get(after)?.failed) {
    console.log(`not run: ${after} failed`);
  } else {
    try {
      outcome = typeof run === "function" ? { ended: (await run(), true), output: "" } : await program(run, env, minutes);
    } catch (error) {
      console.log(error instanceof Trouble ? error.message : error.stack);
    }
  }
  return { ...count(form, outcome.output, outcome.ended), seconds: (Date.now() - started) / 1000 };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length) {
  console.error(`There is no suite ${unknown.join(", ")}; there are: ${suites.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const results = new Map();
let started = Date.now();
const setup = { passed: 1, failed: 0 };
try {
  await setUp("test");
} catch (error) {
  // What is missing fails the suites that need it; the others still tell what they know.
  console.log(error instanceof Trouble ? `set-up: ${error.message}` : error.stack);
  setup.passed = 0;
  setup.failed = 1;
}
results.set("set-up", { ...setup, seconds: (Date.now() - started) / 1000 });
for (const suite of suites.filter(({ name }) => !wanted.length || wanted.includes(name))) {
  results.set(suite.name, await runSuite(suite, results));
}

console.log(`\n${"suite".padEnd(12)} ${"passed".padStart(8)} ${"failed".padStart(8)} ${"seconds".padStart(8)}`);
const total = { passed: 0, failed: 0 };
for (const [name, { passed, failed, seconds }] of results) {
  total.passed += passed;
  total.failed += failed;
  console.log(`${name.padEnd(12)} ${String(passed).padStart(8)} ${String(failed).padStart(8)} ${seconds.toFixed(0).padStart(8)}`);
}
// Its own line, the last one, after everything already written.
process.exitCode = total.failed ? 1 : 0;
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
