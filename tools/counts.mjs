// How many tests a runner says passed and failed, read from what it prints.

const colours = /\u001b\[[0-9;]*m/g;

/// A line's own counts by the form of each runner; null where it holds none.
const forms = {
  /// `cargo test` and the wasm test runner: one line for each test binary.
  cargo(line) {
    const found = /^test result: \w+\. (\d+) passed; (\d+) failed;/.exec(line);
    return found && { passed: Number(found[1]), failed: Number(found[2]) };
  },
  /// Node's runner, as `spec` or `tap`; a cancelled test has not passed.
  node(line) {
    const found = /^(?:ℹ|#) (pass|fail|cancelled) (\d+)$/.exec(line);
    if (!found) return null;
    return found[1] === "pass" ? { passed: Number(found[2]), failed: 0 } : { passed: 0, failed: Number(found[2]) };
  },
  /// Our own programs: the closing line alone.
  plain(line) {
    const found = /^(\d+) passed, (\d+) failed$/.exec(line);
    return found && { passed: Number(found[1]), failed: Number(found[2]) };
  },
};

/// Adds up what a suite printed. A suite of form `single` is one test by itself. One that ended badly without saying so, or
/// that ran no test at all, counts one failure more: it must not look green.
export function count(form, output, ended) {
  if (form === "single") return ended ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const sum = { passed: 0, failed: 0 };
  for (const line of output.replace(colours, "").split(/\r?\n/)) {
    const found = forms[form](line);
    if (!found) continue;
    sum.passed += found.passed;
    sum.failed += found.failed;
  }
  const silent = sum.passed + sum.failed === 0;
  if (silent || (!ended && sum.failed === 0)) sum.failed += 1;
  return sum;
}
