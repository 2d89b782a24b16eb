// The shop's rules, as its server would send them, or as they come with the mini-program.
module.exports = {
  format: 1,
  id: "tea-club",
  version: "1",
  names: { en: "Tea Club", "zh-CN": "茶会" },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  metrics: [{ id: "spent", kind: "sum", of: "paid", window: { last: "P12M" } }],
  points: [
    {
      id: "leaves",
      names: { en: "Leaves", "zh-CN": "茶叶" },
      worth: { points: 100, amount: "1.00" },
      spend: { maxShare: 50 },
      earn: [{ id: "spend", on: "order", perAmount: { points: 1, amount: "1.00" } }],
      expiry: { after: "P1Y" },
    },
  ],
  ladders: [
    {
      id: "card",
      names: { en: "Card", "zh-CN": "会员卡" },
      tiers: [
        { id: "green", names: { en: "Green", "zh-CN": "绿茶" } },
        {
          id: "black",
          names: { en: "Black", "zh-CN": "红茶" },
          enter: { metric: "spent", atLeast: "500" },
          validFor: "P1Y",
          onEnter: { coupons: ["welcome-black"] },
        },
      ],
    },
  ],
  coupons: [
    {
      id: "200-20",
      names: { en: "¥20 off ¥200", "zh-CN": "满200减20" },
      automatic: true,
      discounts: [{ threshold: { amount: "200.00" }, amountOff: "20.00" }],
    },
    {
      id: "welcome-black",
      names: { en: "10% off, once", "zh-CN": "9折一次" },
      validity: { after: "P30D" },
      discounts: [{ percentOff: "10", cap: "50.00" }],
    },
  ],
};
