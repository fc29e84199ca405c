// The long jobs: the page's own module, started a second time outside the window. The build fills in the two addresses.
import init from "./MODULE.js";
await init({ module_or_path: new URL("./MODULE.wasm", import.meta.url) });
