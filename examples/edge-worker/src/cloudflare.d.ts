/** The part of Cloudflare's types that this worker uses; `wrangler types` writes all of them. */

declare module "cloudflare:workers" {
  export class DurableObject<Env = unknown> {
    protected ctx: DurableObjectState;
    protected env: Env;
    constructor(ctx: DurableObjectState, env: Env);
  }
}

interface DurableObjectState {
  readonly storage: DurableObjectStorage;
}

interface DurableObjectStorage {
  readonly sql: SqlStorage;
  transactionSync<T>(work: () => T): T;
}

interface SqlStorage {
  exec<Row extends Record<string, SqlValue>>(query: string, ...values: SqlValue[]): SqlCursor<Row>;
}

type SqlValue = string | number | null;

interface SqlCursor<Row> extends Iterable<Row> {
  toArray(): Row[];
  one(): Row;
}

interface DurableObjectId {
  readonly name?: string;
}

interface DurableObjectNamespace<Object> {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): DurableObjectStub<Object>;
}

/** Calls cross to the object's own place, so that each answer is a promise. */
type DurableObjectStub<Object> = {
  readonly [Name in keyof Object]: Object[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};
