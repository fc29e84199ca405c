// The size budgets, brotli at its best setting: what a first load takes, all a person needs who opens the page and looks
// around on its first step, and what is fetched when there is long work to do, the desk's module. The service worker keeps
// both for use without a network; a journey records what a first load really asks for.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { root } from "./toolchain.mjs";

// The budget of a first load may only ever be lowered.
const budgets = { first: 500_000, later: 900_000 };
const dist = join(root, "dist");

/// Whether a file of the build is no part of a first load: what the worker runs, fetched with its first job.
export const isLater = (file) => /^(sheerline-desk|worker\.js$)/.test(file);

/// Every file below `folder` with its length as it is and compressed, the largest first.
export function sizes(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const bytes = readFileSync(file);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      return { file: relative(folder, file), raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
    })
    .sort((a, b) => b.brotli - a.brotli || a.file.localeCompare(b.file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = sizes(dist);
  const line = (raw, brotli, name) => console.log(`${String(raw).padStart(10)} ${String(brotli).padStart(10)}  ${name}`);
  const parts = { first: found.filter(({ file }) => !isLater(file)), later: found.filter(({ file }) => isLater(file)) };
  const titles = { first: "a first load", later: "the first long work" };
  let over = false;
  for (const [part, files] of Object.entries(parts)) {
    line("bytes", "brotli", `file, ${titles[part]}`);
    for (const { raw, brotli, file } of files) line(raw, brotli, file);
    const sum = (of) => files.reduce((total, file) => total + file[of], 0);
    const total = sum("brotli");
    line(sum("raw"), total, `in all, of ${budgets[part]} allowed (${Math.round((100 * total) / budgets[part])} %)`);
    if (total > budgets[part]) {
      console.error(`What ${titles[part]} takes is ${total - budgets[part]} bytes over the budget.`);
      over = true;
    }
  }
  const all = found.reduce((total, { brotli }) => total + brotli, 0);
  console.log(`Both together, as the service worker keeps them: ${all} bytes.`);
  if (over) process.exit(1);
}
