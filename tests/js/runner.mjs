/**
 * Works out every case through the package, in any host: plain language only, nothing of Node or of a browser.
 * The text must be the one that the native engine gives (`cargo xtask golden`), to the byte.
 */
export async function answers(api, cases) {
  const texts = [];
  for (const one of cases) texts.push([one.file].concat(await answersOf(api, one)).join("\n") + "\n");
  return texts;
}

async function answersOf(api, one) {
  let program;
  try {
    program = await api.loadProgram(one.raw ? one.program : JSON.parse(one.program), { limits: one.limits });
  } catch (error) {
    return ["refused " + problems(error)];
  }
  if (one.member === undefined) return ["loads"];
  let member;
  try {
    member = program.member(JSON.parse(one.member), { onRejected: "collect" });
  } catch (error) {
    return ["member refused " + problems(error)];
  }
  const lines = ["rejected " + JSON.stringify(member.rejected.map((entry) => bare(entry)))];
  for (const check of one.checks) {
    lines.push("- " + check.it);
    for (const event of check.record) lines.push("recorded " + said(() => member.record(given(event))));
    if (check.restored) member = program.restore(member.snapshot());
    if (check.snapshot !== undefined) {
      const bytes = await snapshotOf(api, check.snapshot);
      lines.push("restores " + said(() => program.restore(bytes) !== undefined));
    }
    if (check.now === undefined) continue;
    const question = { now: check.now, locale: check.locale, history: check.history, lots: check.lots, stock: check.stock };
    lines.push("view " + said(() => member.view(question)));
    if (check.cart !== undefined) lines.push(...quoted(program, member, check));
  }
  return lines;
}

/** What is said of a check's cart. */
function quoted(program, member, check) {
  let cart;
  try {
    cart = program.cart(JSON.parse(check.cart));
  } catch (error) {
    return ["cart refused " + problems(error)];
  }
  const { now, locale, coupons, unlocks, plans } = check;
  const lines = check.setQuantity.map(({ line, quantity }) => "set " + said(() => (cart.setQuantity(line, quantity), true)));
  lines.push("quote " + said(() => member.quote(cart, { now, locale, coupons, unlocks, plans })));
  if (check.whatIf) lines.push("costs " + said(() => member.whatIf(cart, check.whatIf, { now })));
  cart.free();
  return lines;
}

/** A check's snapshot: from hexadecimal digits, or of another program's member. */
async function snapshotOf(api, given) {
  if (typeof given === "string") return Uint8Array.from((given.match(/../g) || []).map((pair) => parseInt(pair, 16)));
  const program = await api.loadProgram(given.program);
  return program.member(given.member).snapshot();
}

/** What the facade is given for an event: its value, but text would be read as JSON. */
function given(event) {
  const value = JSON.parse(event);
  return typeof value === "string" ? event : value;
}

function said(answer) {
  try {
    return JSON.stringify(answer());
  } catch (error) {
    return "refused " + problems(error);
  }
}

/** Problems as the engine says them, without the messages that the facade adds; anything else is no answer. */
function problems(error) {
  if (!error || !error.problems) throw error;
  return JSON.stringify(error.problems.map(problem));
}

function bare(entry) {
  return { index: entry.index, id: entry.id, problems: entry.problems.map(problem) };
}

function problem(one) {
  return { code: one.code, path: one.path, params: one.params };
}
