/** What a bundler or a host makes of an imported wasm file: base64 text in ours, a compiled module in theirs. */
declare module "*.wasm" {
  const content: string;
  export default content;
}
declare module "memberview-module" {
  const content: WebAssembly.Module;
  export default content;
}
