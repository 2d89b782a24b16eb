/**
 * A cart of three lines at checkout, as it is quoted: what is to be paid when the most points are used, in whole hundreds and for
 * half of it at most, and what is earned on what is paid. The tier does not depend on orders here.
 */

/** The program in which points are earned by orders and spent at checkout. */
export function checkoutOf(program) {
  const [points, ...others] = program.points;
  const earn = [{ id: "spend", on: "order", perAmount: { points: 1, amount: "1.00" } }];
  const checkout = { worth: { points: 100, amount: "1.00" }, spend: { unit: 100, maxShare: 50 }, earn };
  return { ...program, points: [{ ...points, ...checkout }, ...others] };
}

/** A cart; no two in a row cost the same. */
export function cartOf(index) {
  const line = (id, quantity, unitPrice) => ({ id, sku: `SKU-${id}`, quantity, unitPrice, categories: ["tea"] });
  const lines = [line("1", 1, `${40 + (index % 16)}.10`), line("2", 2, "19.90"), line("3", 0, "5.00")];
  return { lines, shipping: [{ id: "parcel", amount: "8.00" }], points: "max", channel: "app" };
}

/** What a developer writes, from the member's view by either implementation: cents as integers, points are worth a cent each. */
export function quote({ balance, tier }, cart) {
  const cents = (amount) => Math.round(Number(amount) * 100);
  const goods = cart.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * cents(unitPrice), 0);
  const total = cart.shipping.reduce((sum, { amount }) => sum + cents(amount), goods);
  const usable = Math.floor(Math.min(balance, goods, Math.floor(total / 2)) / 100) * 100;
  const earned = Math.floor((goods - usable) / 100);
  return { payable: total - usable, usable, earned, balance: balance - usable + earned, tier: tier.id };
}

/** The answers of a quote, in the same words. */
export function answersOf({ payable, points, earn, balances, tiers }) {
  return {
    payable: Math.round(Number(payable) * 100),
    usable: points.usable,
    earned: earn.reduce((sum, line) => sum + line.points, 0),
    balance: balances[0].balance,
    tier: tiers[0].after.id,
  };
}
