// The edge worker whose storage breaks off when a test says so: after so many writes the next one throws before it is done, throws after
// it was done, or takes the whole object down.
import { MemberObject as Real } from "../../examples/edge-worker/src/member.ts";
import { Store } from "../../examples/edge-worker/src/store.ts";
import worker from "../../examples/edge-worker/src/index.ts";

export class MemberObject extends Real {
  constructor(ctx, env) {
    super(ctx, env);
    this.left = Infinity;
    this.store = new Store(this.breaking(ctx));
  }

  /** From the next write on: how many are let through, and how the one after them ends. */
  fault({ after, how }) {
    this.left = after;
    this.how = how;
  }

  breaking(ctx) {
    const { storage } = ctx;
    const exec = (query, ...values) => {
      if (!/^(INSERT|UPDATE|DELETE)/.test(query) || this.left-- > 0) return storage.sql.exec(query, ...values);
      this.left = Infinity;
      if (this.how === "throws before it is done") throw new Error("disk I/O error");
      const done = storage.sql.exec(query, ...values).toArray();
      if (this.how === "takes the object down") ctx.abort("the machine went away");
      throw new Error(`disk I/O error ${done.length}`);
    };
    return { sql: { exec }, transactionSync: (work) => storage.transactionSync(work) };
  }
}

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== "/fault") return worker.fetch(request, env);
    const { member, ...fault } = await request.json();
    await env.MEMBERS.get(env.MEMBERS.idFromName(member)).fault(fault);
    return new Response();
  },
};
