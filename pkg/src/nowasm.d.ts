/** The engine as JavaScript, by binaryen's wasm2js, as `cargo xtask pack` puts it beside this file. */

/** A new instance's exports. */
export function instantiate(imports: object): object;
