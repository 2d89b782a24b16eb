// What the shop knows of the member who is logged in: in a real one, the answer of its server.
module.exports = {
  profile: { id: "lin", joinedAt: "2026-01-05" },
  events: [
    {
      id: "o1",
      at: "2026-10-24T20:15:00+08:00",
      type: "order",
      lines: [{ id: "1", sku: "pu-erh", quantity: 2, unitPrice: "199.50" }],
    },
  ],
};
