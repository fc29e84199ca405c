// A small static server for the finished build, on this machine only. `PORT` and `HOST` choose the address; a taken port
// gives the next one. Also the server of the browser tests.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".yaml": "application/yaml",
};

/// The file an address names below `folder`; null when it names none or leads out of it.
export function fileFor(folder, address) {
  let path;
  try {
    path = decodeURIComponent(address);
  } catch {
    return null;
  }
  if (path.includes("\0") || path.includes("\\")) return null;
  const base = realpathSync(folder);
  const named = resolve(base, `.${path.startsWith("/") ? "" : "/"}${path.endsWith("/") ? `${path}index.html` : path}`);
  try {
    const real = realpathSync(named);
    return real.startsWith(base + sep) && statSync(real).isFile() ? real : null;
  } catch {
    return null;
  }
}

function answer(mounts, request, response) {
  const end = (status, headers = {}, text = "") => response.writeHead(status, { "content-type": "text/plain", ...headers }).end(text);
  if (request.method !== "GET" && request.method !== "HEAD") return end(405, { allow: "GET, HEAD" });
  const path = request.url.split(/[?#]/)[0];
  const mount = mounts.find(({ prefix }) => path.startsWith(prefix));
  const file = mount && fileFor(mount.folder, `/${path.slice(mount.prefix.length)}`);
  if (!file) {
    const folder = mounts.find(({ prefix }) => `${path}/` === prefix);
    return folder ? end(308, { location: folder.prefix }) : end(404, {}, "not found\n");
  }
  const { size, mtimeMs } = statSync(file);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const headers = { "cache-control": "no-cache", etag, "x-content-type-options": "nosniff" };
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
  response.writeHead(200, { ...headers, "content-length": size, "content-type": types[extname(file)] ?? "application/octet-stream" });
  if (request.method === "HEAD") return response.end();
  return createReadStream(file).on("error", () => response.destroy()).pipe(response);
}

function listen(server, port, host) {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      server.removeListener("error", failed);
      done(server.address().port);
    });
  });
}

/// Serves `folder` below `prefix` (or several, as `mounts`). Port 0 takes any free one; any other is the first to try.
export async function serve({ folder, prefix = "/", mounts = [{ folder, prefix }], port = 0, host = "127.0.0.1" }) {
  const longestFirst = [...mounts].sort((a, b) => b.prefix.length - a.prefix.length);
  const server = createServer((request, response) => answer(longestFirst, request, response));
  for (let tried = port; ; tried += 1) {
    try {
      const taken = await listen(server, tried, host);
      return { server, port: taken };
    } catch (error) {
      if (error.code !== "EADDRINUSE" || port === 0 || tried > port + 100) throw error;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(fileURLToPath(new URL("..", import.meta.url)), "dist");
  const wanted = Number(process.env.PORT || 8080);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65435) {
    console.error(`PORT should be a number up to 65435, it is "${process.env.PORT}".`);
    process.exit(2);
  }
  const host = process.env.HOST || "localhost";
  const { port } = await serve({ folder, port: wanted, host });
  console.log(`Sheerline is at http://${host}:${port}/  (Ctrl-C ends it)`);
}
