// One at a time: work that two terminals may start at once waits for the first one.
import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/// A process by its number and when it started, since numbers come round again; null when it has ended.
function identity(pid) {
  if (existsSync("/proc/self/stat")) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
    } catch {
      return null;
    }
  }
  const started = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim();
  return started ? `${pid} ${started}` : null;
}

const holder = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};

/// The file appears with its content or not at all.
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identity(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/// Runs `work` while this process holds `file`; a lock whose process has ended is taken over.
export async function locked(file, waiting, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let said = false; !take(file); ) {
    const held = holder(file);
    if (held !== null && identity(held.split(" ")[0]) !== held) {
      rmSync(file, { force: true });
      continue;
    }
    if (!said) console.error(`waiting: ${waiting} (${file})`);
    said = true;
    await new Promise((done) => setTimeout(done, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
