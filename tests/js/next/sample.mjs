// A member with 25 points.
export const program = {
  format: 1, id: "tea-club", version: "1", names: { en: "Tea Club" }, currency: "GBP", timeZone: "Europe/London",
  points: [{ id: "points", earn: [{ id: "spend", on: "order", perAmount: { points: 1, amount: "1.00" } }] }],
};

export const facts = {
  profile: { id: "ann", joinedAt: "2026-01-05" },
  events: [{ id: "o1", at: "2026-02-01T10:00:00Z", type: "order", lines: [{ id: "1", sku: "assam", quantity: 2, unitPrice: "12.50" }] }],
};
