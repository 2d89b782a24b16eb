// Verdicts in words, in both languages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

const root = new URL("../../", import.meta.url).pathname;
const bundled = await build({ entryPoints: [`${root}pkg/src/facade.ts`], bundle: true, write: false, format: "esm", charset: "utf8" });
const { explain, explainReason, loadMessages, registerMessages } = await import(
  `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].text).toString("base64")}`
);
await loadMessages("zh-CN");

const metric = (unit, rest) => ({ is: "metric", metric: "m", unit, bound: "atLeast", met: rest.gap === undefined, percent: 0, ...rest });
const points = metric("points", { value: 399, target: 1500, gap: 1101, money: "1101.00" });
const orders = metric("count", { value: 3, target: 4, gap: 1 });
const spend = metric("money", { value: "0.00", target: "1101.00", gap: "1101.00", money: "1101.00" });
const year = { is: "tenure", met: false, bound: "moreThan", target: "P1Y", from: "2026-05-01" };

/** Verdict, options, English, Chinese. */
const table = [
  [points, {}, "earn 1,101 more points (spend 1101.00 in one order)", "再获得 1,101 积分（一笔消费 1101.00）"],
  [points, { currency: "CNY" }, "earn 1,101 more points (spend ¥1,101.00 in one order)", "再获得 1,101 积分（一笔消费 ¥1,101.00）"],
  [metric("points", { value: 1499, target: 1500, gap: 1 }), {}, "earn 1 more point", "再获得 1 积分"],
  [spend, { currency: "CNY" }, "spend ¥1,101.00 more", "再消费 ¥1,101.00"],
  [spend, { currency: "CNY", lastDay: "2026-04-30" }, "spend ¥1,101.00 more by Apr 30, 2026", "2026年4月30日或之前再消费 ¥1,101.00"],
  [spend, { currency: "JPY" }, "spend ¥1,101 more", "再消费 ¥1,101"],
  [{ ...spend, gap: "90071992547409.91" }, { currency: "CNY" }, "spend 90071992547409.91 CNY more", "再消费 90071992547409.91 CNY"],
  [spend, { currency: "no currency" }, "spend 1101.00 no currency more", "再消费 1101.00 no currency"],
  [orders, {}, "one more purchase", "再购买 1 次"],
  [{ ...orders, gap: 3 }, {}, "3 more purchases", "再购买 3 次"],
  [metric("days", { value: 1, target: 30, gap: 29 }), {}, "29 more days", "还差 29 天"],
  [metric("quantity", { value: 1, target: 2, gap: 1 }), {}, "buy one more item", "再购买 1 件"],
  [metric("value", { value: 1, target: 5, gap: 4 }), { names: { m: "effort" } }, "4 more of effort", "effort还差 4"],
  [metric("months", { value: 5, target: 6, gap: 1 }), {}, "one more month", "还差 1 个月"],
  [metric("categories", { value: 1, target: 3, gap: 2 }), {}, "buy from 2 more categories", "再购买 2 个品类"],
  [metric("subjects", { value: 1, target: 3, gap: 2 }), { names: { m: "reviews" } }, "2 more for reviews", "reviews还差 2 个"],
  [metric("perMille", { value: 499, target: 500, gap: 1 }), { names: { m: "care" } }, "1 ‰ more of care", "care还差 1‰"],
  [metric("money", { value: "260.00", target: "300.00", gap: "40.00", per: "orders" }), { currency: "CNY", names: { m: "the average order" } }, "the average order ¥40.00 higher", "the average order还需提高 ¥40.00"],
  [metric("quantity", { value: 1, target: 2, gap: 1, per: "orders" }), { names: { m: "units" }, lastDay: "2026-04-30" }, "units 1 higher by Apr 30, 2026", "2026年4月30日或之前units还需提高 1"],
  [metric("money", { value: "360.00", target: "300.00", met: false, bound: "lessThan", per: "orders" }), { currency: "CNY" }, "less than ¥300.00, but there are already ¥360.00", "少于 ¥300.00，但已有 ¥360.00"],
  [metric("score", { value: 530, target: 1000, gap: 470 }), { names: { m: "score" } }, "470 more of score", "score还差 470"],
  [metric("growth", { value: 1999, target: 2000, gap: 1, money: "1.00" }), { names: { m: "growth" }, lastDay: "2026-04-30" }, "1 more of growth (spend 1.00 in one order) by Apr 30, 2026", "2026年4月30日或之前growth还差 1（一笔消费 1.00）"],
  [metric("score", { value: 1000, target: 1000 }), { names: { m: "score" } }, "1,000 of at least 1,000", "已有 1,000，达到 1,000"],
  [metric("points", { value: "0.50", target: "1101.50", gap: "1101.00" }), { currency: "CNY" }, "earn 1,101.00 more points", "再获得 1,101.00 积分"],
  [metric("points", { value: "2.50", target: "1.00" }), { currency: "CNY" }, "2.50 points of at least 1.00 points", "已有 2.50 积分，达到 1.00 积分"],
  [{ is: "minimum", balance: "0.50", minimum: "1500.25" }, { currency: "CNY" }, "points can be used from a balance of 1,500.25 on, it is 0.50", "积分余额满 1,500.25 才能使用，目前为 0.50"],
  [{ is: "minimum", balance: "0.5", minimum: "123456789012.5" }, {}, "points can be used from a balance of 123456789012.5 on, it is 0.5", "积分余额满 123456789012.5 才能使用，目前为 0.5"],
  [metric("points", { value: 1500, target: 1500 }), {}, "1,500 points of at least 1,500 points", "已有 1,500 积分，达到 1,500 积分"],
  [metric("count", { met: false, bound: "upTo", value: 3, target: 2 }), {}, "at most 2 purchases, but there are already 3 purchases", "最多 2 次购买，但已有 3 次购买"],
  [metric("days", { met: false, value: null, target: 30 }), {}, "at least 30 days", "至少 30 天"],
  [metric("days", { met: true, bound: "lessThan", value: 1, target: 30 }), {}, "1 day of less than 30 days", "已有 1 天，少于 30 天"],
  [year, {}, "a member for more than 1 year, from May 1, 2026 on", "入会超过 1 年，2026年5月1日起"],
  [{ ...year, target: "P1Y6MT12H", met: true, from: undefined }, {}, "a member for more than 1 year 6 months 12 hours", "入会超过 1 年6 个月12 小时"],
  [{ is: "notSpendable" }, {}, "points cannot be used at checkout", "结算时不能使用积分"],
  [{ is: "minimum", balance: 499, minimum: 1500 }, {}, "points can be used from a balance of 1,500 on, it is 499", "积分余额满 1,500 才能使用，目前为 499"],
  [{ is: "wholeUnits", asked: 350, unit: 100 }, {}, "points are used in multiples of 100, not 350", "积分须按 100 的整数倍使用，不能是 350"],
  ...[
    ["balance", "there are no more", "没有更多积分"],
    ["covered", "they pay for no more of this cart", "此购物车可抵扣的金额已满"],
    ["maxShare", "they pay for a part of the cart only", "积分只能抵扣购物车的一部分"],
    ["maxAmount", "they take off no more in one order", "每单抵扣金额已达上限"],
  ].map(([limitedBy, en, zh]) => [
    { is: "moreThanUsable", asked: 800, usable: 700, limitedBy }, {},
    `at most 700 points can be used, not 800: ${en}`, `最多可用 700 积分，不能是 800：${zh}`,
  ]),
  [{ is: "birthday", met: false, from: "2026-05-01" }, {}, "birthday, from May 1, 2026 on", "生日期间，2026年5月1日起"],
  [{ is: "birthday", met: true }, {}, "birthday", "生日期间"],
  [{ is: "tier", met: false, tiers: ["white", "black"] }, { names: { white: "White" } }, "tier White or black", "等级须为White或black"],
  [{ is: "tier", met: false, tiers: ["constructor"] }, { names: {} }, "tier constructor", "等级须为constructor"],
  [{ is: "channel", met: false, in: ["app", "store"] }, { names: { app: "App" } }, "only in the channel App or store", "仅限渠道App或store"],
  [{ is: "tag", met: true, in: ["vip"] }, {}, "tagged vip", "标签为vip"],
  [{ is: "attribute", met: false, attribute: "city", value: "east", in: ["north", "south"] }, {}, "city north or south, is east", "city为north或south，目前 east"],
  [{ is: "attribute", met: false, attribute: "vip", value: false, in: [true] }, {}, "vip yes, is no", "vip为是，目前 否"],
  [{ is: "attribute", met: false, attribute: "rank", value: 1.5, bound: "atLeast", target: 2, gap: 0.5 }, {}, "rank at least 2, is 1.5", "rank至少 2，目前 1.5"],
  [{ is: "attribute", met: true, attribute: "rank", value: 2, bound: "atLeast", target: 2 }, {}, "rank at least 2", "rank至少 2"],
  [{ is: "attribute", met: false, attribute: "city", value: null, exists: true }, {}, "with city", "有city"],
  [{ is: "attribute", met: false, attribute: "city", value: "east", exists: false }, {}, "without city", "没有city"],
  [{ is: "inactiveFor", met: false, acts: "order", since: null, bound: "atLeast", target: "P30D", from: "2026-05-01" }, {}, "no purchase for at least 30 days, from May 1, 2026 on", "至少 30 天没有购买，2026年5月1日起"],
  [{ is: "inactiveFor", met: false, acts: { activity: "visit" }, since: "2026-04-01", bound: "upTo", target: "P7D" }, {}, "visit within at most 7 days", "距上次visit不超过 7 天"],
  [{ is: "time", met: false, at: "2026-05-01T12:00:00.000Z", from: "2026-05-01", hour: "20:00" }, {}, "only at certain times, from May 1, 2026 20:00 on", "仅限特定时间，2026年5月1日 20:00起"],
  [{ is: "time", met: false, at: "2026-05-01T12:00:00.000Z", from: "2026-05-01" }, {}, "only at certain times, from May 1, 2026 on", "仅限特定时间，2026年5月1日起"],
  [{ is: "time", met: false }, {}, "only at certain times", "仅限特定时间"],
  [{ is: "segment", met: false, segment: "dormant" }, { names: { dormant: "sleepers" } }, "only sleepers", "仅限sleepers"],
  [{ is: "first", met: false }, {}, "only the first time", "仅限首次"],
  [{ is: "event", met: true }, {}, "a matching event", "符合条件的事件"],
  [{ is: "not", met: false, of: { is: "birthday", met: true } }, {}, "this must not hold: birthday", "以下不得成立：生日期间"],
  [{ is: "any", met: false, of: [points, orders], cheapest: 1 }, {}, "earn 1,101 more points (spend 1101.00 in one order), or one more purchase", "再获得 1,101 积分（一笔消费 1101.00），或再购买 1 次"],
  [{ is: "all", met: false, of: [year, metric("points", { value: 9, target: 9 }), orders] }, {}, "a member for more than 1 year, from May 1, 2026 on, and one more purchase", "入会超过 1 年，2026年5月1日起，且再购买 1 次"],
  [{ is: "any", met: false, of: [{ is: "all", met: false, of: [orders, spend] }, points] }, {}, "(one more purchase, and spend 1101.00 more), or earn 1,101 more points (spend 1101.00 in one order)", "（再购买 1 次，且再消费 1101.00），或再获得 1,101 积分（一笔消费 1101.00）"],
  [{ is: "any", met: true, of: [points, metric("count", { value: 4, target: 4 })] }, {}, "4 purchases of at least 4 purchases", "已有 4 次购买，达到 4 次购买"],
];

for (const [verdict, options, english, chinese] of table) {
  test(english, () => {
    assert.equal(explain(verdict, options), english);
    assert.equal(explain(verdict, { ...options, locale: "zh-CN" }), chinese);
    assert.equal(explain(verdict, { ...options, locale: "xx-not-registered" }), english);
  });
}

test("texts may be replaced for one metric, by the host or by a table", () => {
  const texts = { "metric.m.gap.one": "check in once more", "metric.m.gap.other": "check in {gap} more times" };
  assert.equal(explain(orders, { texts }), "check in once more");
  assert.equal(explain({ ...orders, gap: 2 }, { texts }), "check in 2 more times");
  assert.equal(explain({ ...orders, metric: "other" }, { texts }), "one more purchase");
  registerMessages("pl", { reasons: { "metric.count.gap.few": "{gap} zakupy", "metric.count.gap.many": "{gap} zakupów" } });
  assert.equal(explain({ ...orders, gap: 3 }, { locale: "pl" }), "3 zakupy");
  assert.equal(explain({ ...orders, gap: 5 }, { locale: "pl" }), "5 zakupów");
});

test("texts of the other leaves may be replaced as well, of an attribute by its name", () => {
  const city = { is: "attribute", met: false, attribute: "city", value: "east", in: ["north"] };
  const texts = { "attribute.city.in": "move to {in}", "time.unmet.hour": "come back at {hour}", "inactiveFor.atLeast": "rest {target}" };
  assert.equal(explain(city, { texts }), "move to north");
  assert.equal(explain({ ...city, attribute: "town" }, { texts }), "town north, is east");
  assert.equal(explain({ is: "time", met: false, from: "2026-05-01", hour: "20:00" }, { texts }), "come back at 20:00");
  const rest = { is: "inactiveFor", met: false, acts: "event", since: null, bound: "atLeast", target: "P1D", from: "2026-05-01" };
  assert.equal(explain(rest, { texts }), "rest 1 day");
});

/** What keeps a member from redeeming a reward or using a coupon, options, English, Chinese. */
const reasons = [
  [{ is: "points", needed: 300, missing: 50 }, {}, "50 more points", "还差 50 积分"],
  [{ is: "points", needed: 300, missing: 1 }, {}, "1 more point", "还差 1 积分"],
  [{ is: "points", needed: "3.20", missing: "1.00" }, {}, "1.00 more points", "还差 1.00 积分"],
  [{ is: "minimumBalance", needed: 2000, missing: 1500 }, {}, "a balance of at least 2,000, 1,500 more", "余额至少 2,000 积分，还差 1,500"],
  [{ is: "limit", of: "times", max: 3, left: 0, frees: "2026-04-01" }, {}, "at most 3, again from Apr 1, 2026 on", "最多 3 次，2026年4月1日起可再次兑换"],
  [{ is: "limit", of: "points", max: 120, left: 20 }, {}, "at most 120 points", "最多 120 积分"],
  [{ is: "when", verdict: { is: "tag", met: false, in: ["vip"] } }, {}, "tagged vip", "标签须为vip"],
  [{ is: "tier", tier: "gold" }, { names: { gold: "Gold" } }, "not below the tier Gold", "已高于此等级：Gold"],
  [{ is: "stock", left: 0 }, {}, "out of stock", "缺货"],
  [{ is: "notBegun", at: "2026-03-31T16:00:00.000Z", from: "2026-04-01" }, {}, "from Apr 1, 2026 on", "2026年4月1日起可用"],
  [{ is: "notBegun", at: "2026-04-01T00:30:00.000Z", from: "2026-04-01", hour: "08:30" }, {}, "from Apr 1, 2026 08:30 on", "2026年4月1日 08:30 起可用"],
  [{ is: "hours" }, {}, "only at certain times", "仅限特定时段使用"],
  [{ is: "hours", at: "2026-03-31T16:00:00.000Z", from: "2026-04-01" }, {}, "only at certain times, next on Apr 1, 2026", "仅限特定时段使用，下次为 2026年4月1日"],
  [{ is: "hours", at: "2026-04-01T12:00:00.000Z", from: "2026-04-01", hour: "20:00" }, {},
    "only at certain times, next on Apr 1, 2026 at 20:00", "仅限特定时段使用，下次为 2026年4月1日 20:00"],
  [{ is: "limit", of: "uses", max: 2, frees: "2026-04-01" }, {}, "used 2 times, which is the most, again from Apr 1, 2026 on", "已用满 2 次，2026年4月1日起可再用"],
  [{ is: "limit", of: "units", max: 5 }, {}, "used for 5 items, which is the most", "已用满 5 件"],
  [{ is: "limit", of: "money", max: "30.00" }, { currency: "EUR" }, "took €30.00 off, which is the most", "优惠已满 €30.00"],
];

const skincare = { currency: "CNY", names: { skincare: "护肤品", ship: "FREESHIP", bag: "the bag", shop: "the shop's" } };
const short = (unit, gap, rest = {}) => ({ is: "threshold", unit, of: "before", value: 0, target: gap, gap, ...rest });
const asked = (unit, gap, rest) => ({ is: "condition", verdict: { is: "cart", met: false, unit, value: 0, bound: "atLeast", target: gap, gap, of: "before", ...rest } });

/** What keeps a coupon from being used on a cart. */
const obstacles = [
  [{ is: "unknownCoupon" }, {}, "there is no such coupon", "没有此券"],
  [{ is: "time", at: "2026-03-13T12:00:00.000Z", from: "2026-03-13", hour: "20:00" }, {}, "from Mar 13, 2026 20:00 on", "2026年3月13日 20:00 起可用"],
  [{ is: "time", at: "2026-03-12T16:00:00.000Z", from: "2026-03-13" }, {}, "from Mar 13, 2026 on", "2026年3月13日起可用"],
  [{ is: "time" }, {}, "at no time any more", "不再可用"],
  [{ is: "usedUp" }, {}, "already used", "已用完"],
  [{ is: "limitReached", of: "uses", max: 2, frees: "2026-04-01" }, {}, "used 2 times, which is the most, again from Apr 1, 2026 on", "已用满 2 次，2026年4月1日起可再用"],
  [{ is: "limitReached", of: "money", max: "30.00" }, { currency: "CNY" }, "took ¥30.00 off, which is the most", "优惠已满 ¥30.00"],
  [{ is: "condition", verdict: { is: "channel", met: false, in: ["app"] } }, {}, "only in the channel app", "仅限渠道app"],
  [asked("money", "38.50", { scope: "skincare" }), skincare, "¥38.50 more of 护肤品", "再买 ¥38.50 护肤品"],
  [asked("quantity", 1, { scope: "skincare" }), skincare, "one more item of 护肤品", "再买 1 件护肤品"],
  [asked("money", "35.01"), skincare, "spend ¥35.01 more", "再消费 ¥35.01"],
  [asked("quantity", undefined, { scope: "skincare", bound: "upTo", value: 3, target: 2 }), skincare, "at most 2 items, but there are already 3 items", "最多 2 件，但已有 3 件"],
  [short("money", "38.50", { scope: "skincare" }), skincare, "¥38.50 more of 护肤品", "再买 ¥38.50 护肤品"],
  [short("money", "38.50"), { currency: "CNY" }, "¥38.50 more", "再买 ¥38.50"],
  [short("units", 1), {}, "one more item", "再买 1 件"],
  [short("units", 2, { is: "units", scope: "skincare" }), skincare, "2 more items of 护肤品", "再买 2 件护肤品"],
  [{ is: "unknownProduct", sku: "bag" }, skincare, "the bag is not available", "the bag暂无供应"],
  [{ is: "missingProduct", sku: "bag" }, {}, "only with bag in the cart", "购物车中须有bag"],
  [{ is: "limit", of: "units", per: "cart", max: 3, value: 4 }, {}, "only for 3 items of a cart, not for 4", "每个购物车最多用于 3 件，不能是 4 件"],
  [{ is: "limit", of: "units", per: "line", max: 1, value: 2 }, {}, "only for 1 item of a line, not for 2", "每行最多用于 1 件，不能是 2 件"],
  [{ is: "limit", of: "money", per: "cart", max: "20.00", value: "20.01" }, skincare, "takes at most ¥20.00 off a cart, not ¥20.01", "每个购物车最多优惠 ¥20.00，不能是 ¥20.01"],
  [{ is: "limit", of: "money", per: "line", max: "3.00", value: "4.00" }, skincare, "takes at most ¥3.00 off a line, not ¥4.00", "每行最多优惠 ¥3.00，不能是 ¥4.00"],
  [{ is: "nothingToTakeOff" }, {}, "there is nothing that it could take off", "没有可优惠的商品"],
  [{ is: "notTogether", with: "ship" }, skincare, "cannot be combined with FREESHIP", "不能与FREESHIP同时使用"],
  [{ is: "tooMany", of: "coupon", max: 0 }, {}, "only 0 of it in one order", "每单最多使用 0 张此券"],
  [{ is: "tooMany", of: "order", max: 3 }, {}, "only 3 coupons in one order", "每单最多使用 3 张券"],
  [{ is: "tooMany", of: "order", max: 1 }, {}, "only 1 coupon in one order", "每单最多使用 1 张券"],
  [{ is: "tooMany", of: "group", group: "shop", max: 1 }, skincare, "only 1 coupon of the shop's in one order", "the shop's每单最多使用 1 张"],
  [{ is: "tooMany", of: "line", group: "shop", max: 2 }, {}, "only 2 coupons of shop on one line", "shop每行最多使用 2 张"],
];

for (const [reason, options, english, chinese] of [...reasons, ...obstacles]) {
  test(`a reward or a coupon: ${english}`, () => {
    assert.equal(explainReason(reason, options), english);
    assert.equal(explainReason(reason, { ...options, locale: "zh-CN" }), chinese);
  });
}
