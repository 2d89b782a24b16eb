// What a host may lack beside the engine: the Chinese texts, which are loaded on demand, the end of a handle, and which build runs.

/** What `probe` gives in every host; `flavour` is how the engine came. */
export const probed = (flavour) => ["format: 必须有字段 `format`，实际没有", "freed", flavour];

/** Asks for it, in plain language as `runner.mjs` does. */
export async function probe(api) {
  const refused = await api.loadProgram({}, { locale: "zh-CN" }).then(String, (error) => error.message.split("\n")[0]);
  const program = await api.loadProgram(PROGRAM);
  program.free();
  let code = "";
  try {
    code = program.header.id;
  } catch (error) {
    code = error.code;
  }
  return [refused, code, api.build().flavour];
}

const PROGRAM = { format: 1, id: "p", version: "1", names: {}, currency: "EUR", timeZone: "Europe/London", points: [{ id: "points", earn: [] }] };
