/** A member's events in SQLite: each with what it posted, in one row. */

import type { Facts, MemberEvent, Recorded, RecordedEvent } from "memberview";

/** What was answered to a checkout. */
export interface Placed {
  readonly fingerprint: string;
  readonly answer: string;
}

export class Store {
  constructor(private readonly storage: DurableObjectStorage) {
    const { sql } = storage;
    sql.exec("CREATE TABLE IF NOT EXISTS profile (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)");
    sql.exec(
      "CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, posted TEXT NOT NULL, sent TEXT)",
    );
    sql.exec("CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL)");
  }

  /** All or nothing: what throws in between leaves the database as it was. */
  transaction<T>(work: () => T): T {
    return this.storage.transactionSync(work);
  }

  profile(): string | undefined {
    const [row] = this.storage.sql.exec<{ json: string }>("SELECT json FROM profile");
    return row?.json;
  }

  join(profile: string): void {
    this.storage.sql.exec("INSERT INTO profile (one, json) VALUES (1, ?)", profile);
  }

  /** Everything that the member did, each event with what it posted when it was recorded. */
  facts(): Facts | undefined {
    const profile = this.profile();
    if (profile === undefined) return undefined;
    const rows = this.storage.sql.exec<{ event: string; posted: string }>("SELECT event, posted FROM events ORDER BY seq");
    const events = Array.from(rows, ({ event, posted }) => ({ ...JSON.parse(event), posted: JSON.parse(posted) }) as MemberEvent);
    return { profile: JSON.parse(profile) as Facts["profile"], events };
  }

  /** How many events there are: it rises with each change. */
  revision(): number {
    return this.storage.sql.exec<{ seq: number }>("SELECT COALESCE(MAX(seq), 0) AS seq FROM events").one().seq;
  }

  /** Writes events down with what they posted, and what a late one changed of others. */
  keep(given: readonly MemberEvent[], { events, changed }: Recorded): void {
    const { sql } = this.storage;
    for (const recorded of events) {
      if (recorded.duplicate) continue;
      const event = JSON.stringify(given.find(({ id }) => id === recorded.id));
      const sent = recorded.sent === undefined ? null : JSON.stringify(recorded.sent);
      const posted = JSON.stringify(recorded.posted);
      sql.exec("INSERT INTO events (id, event, posted, sent) VALUES (?, ?, ?, ?)", recorded.id, event, posted, sent);
    }
    for (const { id, posted } of changed) sql.exec("UPDATE events SET posted = ? WHERE id = ?", JSON.stringify(posted), id);
  }

  /** What an event was answered with when it came first. */
  answered(id: string): RecordedEvent | undefined {
    const [row] = this.storage.sql.exec<{ posted: string; sent: string | null }>("SELECT posted, sent FROM events WHERE id = ?", id);
    if (!row) return undefined;
    const sent = row.sent === null ? {} : { sent: JSON.parse(row.sent) };
    return { id, duplicate: false, posted: JSON.parse(row.posted), ...sent };
  }

  placed(order: string): Placed | undefined {
    const [row] = this.storage.sql.exec<Placed & Record<string, string>>("SELECT fingerprint, answer FROM orders WHERE id = ?", order);
    return row;
  }

  place(order: string, { fingerprint, answer }: Placed): void {
    this.storage.sql.exec("INSERT INTO orders (id, fingerprint, answer) VALUES (?, ?, ?)", order, fingerprint, answer);
  }
}
