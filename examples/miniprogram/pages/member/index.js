// The member's page: what is shown is worked out on the phone. A page may be a component, which can be tested by itself.
const memberview = require("memberview");
const rules = require("../../shop/program.js");
const facts = require("../../shop/member.js");

/** The smaller of the two files that come with the package; base libraries below 2.14 read only the other. */
const WASM = "/miniprogram_npm/memberview/memberview.wasm.br";

const TEA = { id: "1", sku: "longjing", quantity: 1, unitPrice: "88.00" };
const LOCALES = ["zh-CN", "en"];

/** The words that are the page's own; the engine brings names, reasons and what is missing. */
const WORDS = {
  "zh-CN": { worth: "可抵", next: "升级还差", until: "有效期至", cart: "龙井", points: "积分抵扣", pay: "实付", earn: "可得", reaches: "下单后升级为", failed: "暂时无法显示", language: "English" },
  en: { worth: "worth", next: "To reach", until: "until", cart: "Longjing", points: "Points", pay: "To pay", earn: "You earn", reaches: "This order makes you", failed: "Cannot be shown now", language: "中文" },
};

Component({
  data: { ready: false, failed: "", locale: LOCALES[0], words: WORDS[LOCALES[0]], quantity: 1 },

  lifetimes: {
    attached() {
      this.start();
    },
    detached() {
      for (const handle of [this.cart, this.member, this.program]) if (handle) handle.free();
      this.gone = true;
    },
  },

  methods: {
    async start() {
      try {
        await memberview.init({ path: WASM });
        // Loads the texts of this locale; the English ones are always there.
        const program = await memberview.loadProgram(rules, { locale: LOCALES[0] });
        if (this.gone) return program.free();
        this.program = program;
        this.member = program.member(facts);
        this.cart = program.cart({ lines: [TEA], points: "max" });
        this.show();
      } catch (error) {
        // On iPhones a first start has failed for want of memory; a second one may succeed.
        this.setData({ failed: error.message });
      }
    },

    again() {
      this.setData({ failed: "" });
      return this.start();
    },

    /** Says everything anew: of the member in this language, and of the cart. */
    show() {
      const { locale } = this.data;
      const view = this.member.view({ now: Date.now(), locale });
      const [points] = view.points;
      const [{ name, tier, until, next }] = view.tiers;
      const { currency } = this.program.header;
      this.setData({
        ready: true,
        words: WORDS[locale],
        club: view.program.name,
        points: { name: points.name, balance: points.balance, worth: points.worth },
        card: { name, tier: tier.name, until: until ? until.lastDay : "" },
        next: next && { name: next.name, percent: next.enter.percent, missing: memberview.explain(next.enter, { locale, currency }) },
      });
      this.price();
    },

    /** The cart is held by the engine, so another quantity costs one number. */
    price() {
      const { locale } = this.data;
      const quote = this.member.quote(this.cart, { now: Date.now(), locale });
      const coupons = quote.steps.reduce((all, step) => all.concat(step.coupons), []).map(({ id, name, amount }) => ({ id, name, amount }));
      const [earned] = quote.earn;
      const [{ before, after }] = quote.tiers;
      this.setData({
        quote: {
          coupons,
          used: quote.points.used,
          pointsOff: quote.points.takesOff,
          payable: quote.payable,
          earned: earned ? earned.points : 0,
          reaches: after.id === before.id ? "" : after.name,
        },
      });
    },

    more() {
      this.set(this.data.quantity + 1);
    },

    less() {
      if (this.data.quantity > 1) this.set(this.data.quantity - 1);
    },

    set(quantity) {
      this.cart.setQuantity(TEA.id, quantity);
      this.setData({ quantity });
      this.price();
    },

    language() {
      this.setData({ locale: this.data.locale === LOCALES[0] ? LOCALES[1] : LOCALES[0] });
      this.show();
    },
  },
});
