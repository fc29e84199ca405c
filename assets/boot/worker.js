// The long jobs: the desk's module, outside the window. The build fills in the two addresses.
import init from "./MODULE.js";
try {
  await init({ module_or_path: new URL("./MODULE.wasm", import.meta.url) });
} catch (error) {
  // Thrown anew from outside the module's evaluation, which alone reaches the page as an error of this worker.
  setTimeout(() => {
    throw error;
  });
}
