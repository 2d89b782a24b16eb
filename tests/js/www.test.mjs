// The built member centre in a real browser, against the views that the package computes here for the same questions.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { explain, explainReason, loadMessages, loadProgram } from "memberview";
import { BALANCE, SCREENS, close, digits, onPage, open, root, setDay, settled, text } from "./www.mjs";

const shots = join(root, "target/screenshots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));

const LOCALES = ["zh-CN", "en"];

const members = readdirSync(join(root, "tests/members")).map((file) => basename(file, ".json")).sort();
const facts = Object.fromEntries(members.map((name) => [name, read(`tests/members/${name}.json`)]));

/** The preset with what this storefront adds to it. */
const storefront = read("presets/sephora-cn.json");
Object.assign(storefront.points[0], read("www/checkout.json"));
const offers = read("www/coupons.json");
storefront.scopes = [...(storefront.scopes ?? []), ...offers.scopes];
storefront.coupons = [...(storefront.coupons ?? []), ...offers.coupons];
const groups = [...(storefront.checkout?.groups ?? []), ...offers.checkout.groups];
storefront.checkout = { ...storefront.checkout, ...offers.checkout, groups };

/** What the page sells; the cart holds the first two at first. */
const PRODUCTS = [
  { sku: "serum", unitPrice: "399.00", categories: ["serum"], names: { en: "Serum", "zh-CN": "精华" } },
  { sku: "mask", unitPrice: "89.50", categories: ["mask"], names: { en: "Mask", "zh-CN": "面膜" } },
  { sku: "pads", unitPrice: "19.90", categories: ["tool"], names: { en: "Cotton pads", "zh-CN": "化妆棉" } },
];
const SETS = [
  { id: "masks", names: { en: "masks", "zh-CN": "面膜" } },
  { id: "full", names: { en: "this kind", "zh-CN": "满减券" } },
];

let program;

before(async () => {
  await open();
  await Promise.all(LOCALES.map((locale) => loadMessages(locale)));
  program = await loadProgram(storefront);
  mkdirSync(shots, { recursive: true });
});

after(async () => {
  program?.free();
  await close();
});

/** The last instant of a local date: China has had no daylight saving since 1991. */
const endOf = (day) => Date.parse(`${day}T23:59:59.999+08:00`);

/** What Node computes for a member and a day, after the given events were recorded too. */
function expected(name, day, locale, recorded = []) {
  const member = program.member(facts[name]);
  for (const event of recorded) member.record(event);
  const view = member.view({ now: endOf(day), locale, history: 200 }).toJSON();
  member.free();
  return view;
}

/** The leaves of a verdict in the order in which the page lists them. */
function leaves(verdict, closest = false) {
  if (verdict.is === "not") return leaves(verdict.of);
  if (!Array.isArray(verdict.of)) return [{ ...verdict, closest }];
  return verdict.of.flatMap((one, index) => leaves(one, index === verdict.cheapest));
}

/** What the page shows of the routes in a part. */
function routes(page, part) {
  return page.$$eval(`[data-part="${part}"] .route`, (all) =>
    all.map((route) => ({
      gap: route.querySelector(".route-gap").innerText,
      hint: route.querySelector(".hint").innerText,
      percent: Number(route.querySelector("[role=progressbar]").ariaValueNow),
      closest: !route.querySelector(".closest").hidden,
    })),
  );
}

async function sameRoutes(page, part, verdict, locale) {
  const money = new Intl.NumberFormat(locale, { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" });
  const shown = await routes(page, part);
  const wanted = leaves(verdict);
  assert.equal(shown.length, wanted.length, part);
  wanted.forEach((leaf, i) => {
    assert.equal(shown[i].closest, leaf.closest, `${part} ${i}: closest`);
    if (leaf.is !== "metric") return;
    assert.equal(shown[i].gap === "" ? undefined : digits(shown[i].gap), leaf.gap, `${part} ${i}: gap`);
    assert.equal(shown[i].percent, leaf.met ? 100 : leaf.percent, `${part} ${i}: percent`);
    const sum = leaf.money === undefined ? "" : money.format(leaf.money);
    assert.ok(leaf.money === undefined ? shown[i].hint === "" : shown[i].hint.includes(sum), `${part} ${i}: ${sum}`);
  });
}

/** The cells of a part's table, after all rows are asked for. */
async function cells(page, part) {
  const button = page.locator(`[data-part="${part}"] button[aria-expanded="false"]`);
  if (await button.isVisible()) await button.click();
  return page.$$eval(`[data-part="${part}"] tbody tr`, (rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.innerText)),
  );
}

/** All that the page shows equals the view. */
async function sameAs(page, view, locale) {
  const [points, tiers] = [view.points[0], view.tiers[0]];
  const day = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    timeZone: "UTC", year: "numeric", month: "short", day: "numeric",
  });
  const words = (date) => day.format(new Date(`${date}T00:00:00Z`));
  assert.equal(digits(await text(page, BALANCE)), points.balance);
  assert.equal(await text(page, '[data-shown="tier"]'), tiers.tier.name);
  assert.ok((await text(page, '[data-shown="since"]')).includes(words(tiers.since.day)));
  if (tiers.until !== null) assert.ok((await text(page, '[data-shown="until"]')).includes(words(tiers.until.lastDay)));
  assert.equal(await page.locator('[data-part="keep"]').isVisible(), tiers.keep !== null);
  if (tiers.next !== null) await sameRoutes(page, "next", tiers.next.enter, locale);
  if (tiers.keep !== null) {
    await sameRoutes(page, "keep", tiers.keep.verdict, locale);
    assert.ok((await text(page, '[data-part="keep"]')).includes(words(tiers.keep.lastDay)));
  }
  const lapsing = points.lots.filter((lot) => lot.usable && lot.expiresAt !== undefined);
  const [first] = lapsing;
  assert.equal(await page.locator('[data-shown="expiring"]').isVisible(), first !== undefined);
  if (first !== undefined) {
    const next = await text(page, '[data-shown="expiring"]');
    const sum = lapsing.reduce((all, lot) => all + (lot.expiresAt === first.expiresAt ? lot.left : 0), 0);
    assert.ok(next.includes(words(first.lastDay)) && next.includes(new Intl.NumberFormat(locale).format(sum)), next);
  }
  const buys = await page.$$eval('[data-part="rewards"] li', (all) => all.map((one) => [one.dataset.reward, one.className, one.innerText]));
  assert.deepEqual(buys.map(([id, state]) => [id, state]), view.rewards.map((one) => [one.id, one.redeemable ? "open" : "closed"]));
  view.rewards.forEach((one, i) => one.reasons.forEach((reason) => assert.ok(buys[i][2].includes(explainReason(reason, { locale })), buys[i][2])));
  const lots = await cells(page, "lots");
  assert.deepEqual(lots.map((row) => digits(row[1].split(/ (of|\/) /)[0])), points.lots.map((lot) => lot.left));
  const history = await cells(page, "points-history");
  const { entries } = points.history;
  assert.deepEqual(history.map((row) => [digits(row[1]), digits(row[2])]), entries.map((one) => [one.points, one.balance]));
  history.forEach((row, i) => assert.ok(row[0].includes(words(entries[i].day)) && row[0].includes(entries[i].event ?? "")));
}

for (const [screen, size] of Object.entries(SCREENS)) {
  for (const locale of LOCALES) {
    test(`${screen} ${size.width}×${size.height}, ${locale}: shows what the package computes, on every member's days`, () =>
      onPage({ screen, locale }, async (page) => {
        for (const name of members) {
          await page.selectOption("#member", name);
          assert.equal(await page.locator("html").getAttribute("lang"), locale);
          const days = facts[name].events.map((event) => new Date(Date.parse(event.at) + 8 * 36e5).toISOString().slice(0, 10));
          for (const day of [days[0], days.at(-2), days[Math.floor(days.length / 2)], days.at(-1)]) {
            await setDay(page, day);
            await sameAs(page, expected(name, day, locale), locale);
          }
        }
        const [inside, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inside <= window, `${inside} px wide in a window of ${window}`);
      }));

    test(`${screen}, ${locale}: screenshots`, () =>
      onPage({ screen, locale }, async (page) => {
        await page.screenshot({ path: join(shots, `www-${screen}-${locale}.png`) });
        await wholePage(page, SCREENS[screen].width);
        await page.screenshot({ path: join(shots, `www-${screen}-${locale}-whole.png`) });
        await page.emulateMedia({ colorScheme: "dark" });
        await page.screenshot({ path: join(shots, `www-${screen}-${locale}-whole-dark.png`) });
      }));
  }
}

/** Makes the window as high as the page, so that the time bar stands below everything. */
async function wholePage(page, width) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await settled(page);
}

/** Every preset that is a shop to choose: all that have a member's year. */
const shops = readdirSync(join(root, "presets/members")).map((file) => basename(file, ".json")).sort();

/** The last instant of a local date in a zone. */
function endIn(timeZone, day) {
  const guess = Date.parse(`${day}T23:59:59.999Z`);
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(guess);
  return guess - (Date.parse(`${local.replace(" ", "T")}.999Z`) - guess);
}

/** What Node computes of a preset's member on a day. */
async function yearOf(id, day, locale) {
  const preset = read(`presets/${id}.json`);
  const { profile, events } = read(`presets/members/${id}.json`);
  const loaded = await loadProgram(preset);
  const member = loaded.member({ profile, events });
  const view = member.view({ now: endIn(preset.timeZone, day), locale }).toJSON();
  member.free();
  loaded.free();
  return { view, names: preset.names, member: profile.id };
}

for (const locale of LOCALES) {
  test(`${locale}: the storefront switches between all ${shops.length} presets, and back`, () =>
    onPage({ locale }, async (page) => {
      const balance = await text(page, BALANCE);
      const offered = await page.$$eval("#shop option", (all) => all.map((one) => [one.value, one.innerText]));
      assert.deepEqual(offered.map(([id]) => id).sort(), shops);
      const labels = Object.fromEntries(offered);
      const choose = async (id) => {
        await page.selectOption("#shop", id);
        await page.waitForFunction((shop) => new URLSearchParams(location.hash.slice(1)).get("shop") === shop, id);
        await settled(page);
      };
      const first = await page.inputValue("#shop");
      for (const id of shops.filter((one) => one !== first)) {
        await choose(id);
        const shown = new URLSearchParams(await page.evaluate(() => location.hash.slice(1)));
        const { view, names, member } = await yearOf(id, shown.get("day"), locale);
        assert.equal(labels[id], names[locale], id);
        assert.deepEqual([await page.inputValue("#shop"), shown.get("member")], [id, member]);
        const points = await page.locator(BALANCE).textContent();
        if (view.points.length === 0) assert.equal(points, "", id);
        else assert.equal(digits(points), Number(view.points[0].balance), id);
        const tier = view.tiers[0]?.tier?.name;
        if (tier !== undefined) assert.equal(await page.locator('[data-shown="tier"]').textContent(), tier, id);
        const [inside, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(inside <= window, `${id}: ${inside} px wide in a window of ${window}`);
      }
      await choose(first);
      await page.selectOption("#member", "lin");
      await setDay(page, "2026-03-10");
      assert.equal(await text(page, BALANCE), balance);
    }));
}

test("the locale switch changes the words and nothing else, and keeps the focus", () =>
  onPage({ locale: "en" }, async (page) => {
    const balance = await text(page, BALANCE);
    assert.equal(await text(page, "h1"), "Member centre");
    await page.click("#locale-zh-CN");
    assert.equal(await text(page, "h1"), "会员中心");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    assert.equal(await page.evaluate(() => document.activeElement.id), "locale-zh-CN");
    assert.equal(await text(page, BALANCE), balance);
    await sameAs(page, expected("lin", "2026-03-10", "zh-CN"), "zh-CN");
    await page.click("#locale-en");
    assert.equal(await text(page, "h1"), "Member centre");
  }));

test("the keyboard moves the date, and the numbers follow there and back", () =>
  onPage({ day: "2026-03-07" }, async (page) => {
    const at = async (day) => assert.equal(digits(await text(page, BALANCE)), expected("lin", day, "en").points[0].balance, day);
    await at("2026-03-07");
    const start = await text(page, BALANCE);
    await page.focus("#day");
    for (const [key, day] of [["ArrowRight", "2026-03-08"], ["PageUp", "2026-04-07"], ["PageDown", "2026-03-08"], ["ArrowLeft", "2026-03-07"]]) {
      await page.keyboard.press(key);
      await settled(page);
      await at(day);
      if (day === "2026-03-08") assert.notEqual(await text(page, BALANCE), start);
    }
    await page.keyboard.press("Home");
    await settled(page);
    await at("2025-03-08");
  }));

test("play lets the days pass, and pause stops them", () =>
  onPage({ day: "2025-04-01" }, async (page) => {
    const day = () => page.evaluate(() => document.querySelector("#day").valueAsNumber);
    const start = await day();
    await page.click("#play");
    await page.waitForFunction((from) => document.querySelector("#day").valueAsNumber > from + 10, start);
    await page.click("#play");
    await settled(page);
    const stopped = await day();
    await page.waitForTimeout(150);
    assert.equal(await day(), stopped);
  }));

test("an address shows what it says, also when it changes; the skip link goes to the card and leaves it alone", () =>
  onPage({ day: "2026-03-10" }, async (page) => {
    await page.evaluate(() => (location.hash = "member=chen&day=2025-12-20&locale=zh-CN"));
    await settled(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "card-title");
    assert.match(await page.evaluate(() => location.hash), /member=chen&day=2025-12-20/);
    await sameAs(page, expected("chen", "2025-12-20", "zh-CN"), "zh-CN");
  }));

test("an order of an earlier day says that later events were worked out anew", () =>
  onPage({ day: "2026-06-10" }, async (page) => {
    const lines = [{ id: "1", sku: "page", quantity: 1, unitPrice: "100.00" }];
    const order = { id: "page-1", at: endOf("2026-05-01"), type: "order", lines };
    const member = program.member(facts.lin);
    const { changed } = member.record(order);
    member.free();
    assert.equal(changed.length, 1, "the first order of the birthday month is another one");
    await page.fill("#order-amount", "100.00");
    await page.fill("#order-day", "2026-05-01");
    await page.click('[data-part="order"] [type=submit]');
    await sameAs(page, expected("lin", "2026-06-10", "en", [order]), "en");
    assert.match(await text(page, '[data-part="order"] .result'), /1 later event worked out anew/);
  }));

for (const locale of LOCALES) {
  test(`${locale}: an order changes balance, tier progress and history, and can be forgotten`, () =>
    onPage({ locale }, async (page) => {
      const day = "2026-03-10";
      const order = { id: "page-1", at: endOf(day), type: "order", lines: [{ id: "1", sku: "page", quantity: 1, unitPrice: "620.50" }] };
      const [without, with1] = [expected("lin", day, locale), expected("lin", day, locale, [order])];
      assert.notEqual(with1.points[0].balance, without.points[0].balance);
      await page.fill("#order-amount", "620.50");
      await page.click('[data-part="order"] [type=submit]');
      await sameAs(page, with1, locale);
      const result = await text(page, '[data-part="order"] [data-change="balance"]');
      assert.deepEqual(result.split("→").map(digits), [without.points[0].balance, with1.points[0].balance]);
      await setDay(page, "2026-03-09");
      await sameAs(page, expected("lin", "2026-03-09", locale), locale);
      await setDay(page, day);
      await page.click('[data-part="order"] button.quiet');
      await sameAs(page, without, locale);
    }));

  test(`${locale}: a cart shows what it costs, earns and reaches, and which points can be used on it`, () =>
    onPage({ locale }, async (page) => {
      const day = "2026-03-10";
      const member = program.member(facts.lin);
      const quote = (quantities, points) => member.quote(cartOf(quantities, points), { now: endOf(day), locale });
      const money = moneyIn(locale);
      const same = async ({ payable, points, earn, tiers }) => {
        const shown = (name) => text(page, `[data-cart="${name}"]`);
        assert.equal(await shown("payable"), money.format(payable));
        assert.ok((await shown("usable")).includes(money.format(points.takesOff)));
        assert.equal(digits(await shown("earn")), earn.reduce((sum, line) => sum + line.points, 0));
        assert.ok((await shown("tier")).includes(tiers[0].after.name));
        assert.equal(await page.locator('[data-cart="reason"]').isVisible(), points.reasons.length > 0);
        if (points.reasons.length > 0) assert.equal(await shown("reason"), explain(points.reasons[0], { locale }));
      };
      await same(quote([1, 2], 0));
      await page.check("#cart-points");
      assert.ok(quote([1, 2], "max").points.used > 0);
      await same(quote([1, 2], "max"));
      await page.fill("#cart-serum", "40");
      assert.notEqual(quote([40, 2], "max").tiers[0].after.id, quote([40, 2], "max").tiers[0].before.id);
      await same(quote([40, 2], "max"));
      await page.fill("#cart-serum", "0");
      await page.fill("#cart-mask", "");
      await same(quote([0, 0], "max"));
      assert.equal(digits(await text(page, BALANCE)), member.balance({ now: endOf(day) }));
      member.free();
    }));

  test(`${locale}: beside the cart stand its coupons, what is missing for them, and what is taken off where`, () =>
    onPage({ locale, day: "2025-11-10" }, async (page) => {
      const member = program.member(facts.lin);
      const same = async (day, quantities, points = 0) => {
        const quote = member.quote(cartOf(quantities, points), { now: endOf(day), locale, coupons: true, unlocks: 3 });
        await sameCoupons(page, quote, locale);
        await sameSplit(page, quote, locale);
        return quote;
      };
      const { unlocks, coupons } = await same("2025-11-10", [1, 2]);
      assert.deepEqual(unlocks.map(({ id }) => id), ["600-100", "3-masks"]);
      assert.deepEqual(coupons.filter(({ used }) => used).map(({ id }) => id), ["tenth", "300-40"]);
      const more = { en: "Add ¥22.00 for “¥100 off ¥600”: you pay ¥38.00 less", "zh-CN": "再买 ¥22.00，可用“满600减100”，少付 ¥38.00" };
      assert.equal(await text(page, '[data-unlock="600-100"]'), more[locale]);
      const gold = { en: "¥150 off for Gold\ntier Gold", "zh-CN": "金卡立减150\n等级须为金卡" };
      assert.equal(await text(page, '[data-coupon="for-gold"]'), gold[locale]);
      await page.check("#cart-points");
      assert.ok((await same("2025-11-10", [1, 2], "max")).points.used > 0);
      await page.uncheck("#cart-points");
      await setDay(page, "2025-11-14");
      const friday = await same("2025-11-14", [1, 2]);
      assert.ok(friday.coupons.find(({ id }) => id === "friday").used);
      await page.fill("#cart-mask", "3");
      const full = await same("2025-11-14", [1, 3]);
      assert.deepEqual(full.coupons.find(({ id }) => id === "300-40").beside.map(({ is }) => is), ["tooMany"]);
      await page.fill("#cart-serum", "0");
      await page.fill("#cart-mask", "0");
      assert.deepEqual((await same("2025-11-14", [0, 0])).unlocks, []);
      member.free();
    }));

  test(`${locale}: what the engine refuses is shown typed, and the page goes on`, () =>
    onPage({ locale }, async (page) => {
      const day = "2026-03-10";
      const order = { id: "page-1", at: endOf(day), type: "order", lines: [{ id: "1", sku: "page", quantity: 1, unitPrice: "1.00" }] };
      const asked = [
        { amount: "12.345", event: { ...order, lines: [{ ...order.lines[0], unitPrice: "12.345" }] }, wrong: "#order-amount" },
        { amount: "ten", event: { ...order, lines: [{ ...order.lines[0], unitPrice: "ten" }] }, wrong: "#order-amount" },
        { points: "9999999", event: { ...order, pointsUsed: 9999999 }, wrong: "#order-points" },
        { points: "a few", event: { ...order, pointsUsed: "a few" }, wrong: "#order-points" },
        { day: "2020-02-29", event: { ...order, at: endOf("2020-02-29") }, wrong: "#order-day" },
      ];
      const before = await text(page, BALANCE);
      for (const { amount = "1.00", points = "", day: orderDay = day, event, wrong } of asked) {
        const refused = refusal("lin", event, locale);
        await page.fill("#order-amount", amount);
        await page.fill("#order-points", points);
        await page.fill("#order-day", orderDay);
        await page.click('[data-part="order"] [type=submit]');
        const shown = await page.$$eval("#order-refusal li", (all) => all.map((one) => [one.dataset.code, one.firstChild.textContent]));
        assert.deepEqual(shown, refused.map((problem) => [problem.code, problem.message]));
        assert.equal(await page.locator(wrong).getAttribute("aria-invalid"), "true", wrong);
        assert.equal(await text(page, BALANCE), before);
      }
      await page.fill("#order-amount", "1.00");
      await page.fill("#order-day", day);
      await page.click('[data-part="order"] [type=submit]');
      await sameAs(page, expected("lin", day, locale, [order]), locale);
      assert.equal(await page.locator("#order-refusal li").count(), 0);
      assert.equal(await page.locator("#order-amount").getAttribute("aria-invalid"), null);
    }));
}

/** The page's cart with so many of its products. */
function cartOf(quantities, points) {
  const wares = PRODUCTS.map(({ sku, unitPrice, categories }) => ({ sku, unitPrice, categories }));
  const lines = quantities.map((quantity, place) => ({ ...wares[place], id: wares[place].sku, quantity }));
  return { lines, catalogue: wares.slice(quantities.length), shipping: [{ id: "parcel", amount: "10.00" }], points };
}

function moneyIn(locale) {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" });
}

/** What the page calls tiers, coupons, products, scopes and groups. */
function namesIn(locale) {
  const products = PRODUCTS.map(({ sku, names }) => ({ id: sku, names }));
  const all = [...storefront.ladders.flatMap(({ tiers }) => tiers), ...storefront.coupons, ...products, ...SETS];
  return Object.fromEntries(all.map(({ id, names }) => [id, names[locale]]));
}

/** The coupons that the page shows beside its cart equal those of a quote. */
async function sameCoupons(page, { steps, coupons, unlocks }, locale) {
  const [money, names] = [moneyIn(locale), namesIn(locale)];
  const groupOf = ({ usable, nearest }) => (usable ? "usable" : nearest === undefined ? "closed" : "nearly");
  const wanted = ["usable", "nearly", "closed"].flatMap((group) => coupons.filter((one) => groupOf(one) === group).map(({ id }) => [group, id]));
  const shown = await page.$$eval('[data-part="coupons"] li', (all) =>
    all.map((one) => [one.closest("[data-coupons]").dataset.coupons, one.dataset.coupon ?? one.dataset.unlock, one.innerText]),
  );
  assert.deepEqual(shown.map(([group, id]) => [group, id]), [...unlocks.map(({ id }) => ["unlocks", id]), ...wanted]);
  const titles = await page.$$eval('[data-part="coupons"] h3', (all) => all.map((one) => one.checkVisibility()));
  assert.deepEqual(titles, ["unlocks", "usable", "nearly", "closed"].map((group) => shown.some(([of]) => of === group)));
  const spent = new Map(steps.flatMap((step) => step.coupons).map(({ id, amount }) => [id, amount]));
  for (const one of coupons) {
    const words = shown.find(([group, id]) => group !== "unlocks" && id === one.id)[2];
    const { used, takesOff, reasons, beside, nearest } = one;
    const parts = [one.name, ...[...reasons, ...beside].map((reason) => explainReason(reason, { locale, currency: "CNY", names }))];
    if (takesOff !== undefined) parts.push(`−${money.format(used ? spent.get(one.id) : takesOff)}`);
    if (nearest !== undefined) parts.push(names[nearest.sku], money.format(nearest.amount));
    for (const part of parts) assert.ok(words.includes(part), `${one.id}: ${part} in ${words}`);
  }
  unlocks.forEach(({ name, add, less }, place) => {
    for (const part of [name, money.format(add.amount), money.format(less)]) assert.ok(shown[place][2].includes(part), shown[place][2]);
  });
}

/** What the page shows line by line equals the lines and deliveries of a quote, and they add up to what is to be paid. */
async function sameSplit(page, { lines, added, shipping, payable }, locale) {
  const [money, names] = [moneyIn(locale), namesIn(locale)];
  const parts = [...[...lines, ...added].filter(({ quantity }) => quantity > 0), ...shipping];
  const rows = await page.$$eval('[data-cart="split"] tbody tr', (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));
  assert.equal(rows.length, parts.length);
  rows.forEach(([name, price, off, paid], place) => {
    const part = parts[place];
    if (part.quantity !== undefined) assert.equal(name, `${names[part.id]} × ${part.quantity}`);
    assert.deepEqual([price, paid], [money.format(part.amount), money.format(part.paid)]);
    const cuts = [part.couponsOff, part.pointsOff].filter((cut) => Number(cut) > 0).map((cut) => `−${money.format(cut)}`);
    for (const cut of cuts) assert.ok(off.includes(cut), `${name}: ${cut} in ${off}`);
    assert.equal(off.split("−").length - 1, cuts.length, off);
  });
  assert.equal(rows.reduce((sum, row) => sum + Math.round(digits(row[3]) * 100), 0), Math.round(Number(payable) * 100));
}

/** The problems that the package gives for an event, in a locale. */
function refusal(name, event, locale) {
  const member = program.member(facts[name], { locale });
  try {
    member.record(event);
  } catch (error) {
    return error.problems;
  } finally {
    member.free();
  }
  return assert.fail("the event was accepted");
}

for (const colorScheme of ["light", "dark"]) {
  for (const screen of Object.keys(SCREENS)) {
    test(`${screen}, ${colorScheme}: accessible by axe's rules, contrast included`, () =>
      onPage({ screen, context: { colorScheme, reducedMotion: "reduce" } }, async (page) => {
        await page.fill("#order-amount", "1.234");
        await page.click('[data-part="order"] [type=submit]');
        await page.addScriptTag({ content: axe });
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html)]), []);
      }));
  }

  test(`${colorScheme}: the words on each tier's card keep a contrast of 4.5 on both ends of its gradient`, () =>
    onPage({ context: { colorScheme } }, async (page) => {
      for (const tier of ["pink", "white", "black", "gold", "none", "other"]) {
        const colours = await page.$eval(".card", (card, name) => {
          card.dataset.tier = name;
          return ["--card", "--card-2", "--card-ink", "--card-ink-2"].map((one) => {
            card.style.color = `var(${one})`;
            return getComputedStyle(card).color;
          });
        }, tier);
        const [from, to, ...inks] = colours.map(luminance);
        for (const ink of inks) for (const ground of [from, to]) assert.ok(contrast(ink, ground) >= 4.5, `${tier}: ${colours}`);
      }
    }));
}

/** Relative luminance of "rgb(1, 2, 3)". Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour) {
  const [red, green, blue] = colour.match(/\d+/g).map((number) => {
    const part = Number(number) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

test("dragging the date through two years: time of a frame, for the record", (t) =>
  onPage({ screen: "desktop" }, async (page) => {
    const times = await page.evaluate(async () => {
      const slider = document.querySelector("#day");
      const spent = [];
      for (let day = Number(slider.min); day <= Number(slider.max); day += 3) {
        slider.valueAsNumber = day;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        const request = await new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        await new Promise((resolve) => setTimeout(resolve));
        spent.push(performance.now() - request);
      }
      return spent.sort((a, b) => a - b);
    });
    const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    t.diagnostic(`${times.length} frames: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms, of 16.7`);
    assert.ok(times.length > 200);
  }));
