// One Durable Object a vault: its tables, and the statements that Go asks it to run.
import { DurableObject } from "cloudflare:workers";
import schema from "./schema.sql";

const DAY = 24 * 60 * 60 * 1000;
const RETENTION_DAYS = 548; // wire.RetentionDays
const DOUBT_DAYS = 30; // handler.SweepWithin

export class Vault extends DurableObject {
  // query returns {changes, rows}, names of columns first. Only a create makes the
  // tables: asking for a vault that is not there leaves nothing behind.
  async query(sql, args) {
    const db = this.ctx.storage.sql;
    if (db.exec("SELECT 1 FROM sqlite_master WHERE name = 'vault'").toArray().length === 0) {
      if (!sql.startsWith("INSERT")) return { changes: 0, rows: [[]] };
      db.exec(schema);
      await this.wake(Date.now() + (RETENTION_DAYS + 1) * DAY);
    }
    const cursor = db.exec(sql, ...args);
    return { rows: [cursor.columnNames, ...cursor.raw()], changes: cursor.rowsWritten };
  }

  // wake sets the alarm, and notes for when: by that the alarm tells whether the clock
  // may be believed.
  async wake(when) {
    await this.ctx.storage.put("due", when);
    await this.ctx.storage.setAlarm(when);
  }

  alarm() { return this.expire(Date.now()); }

  // expire removes the vault if it has expired and looks again in a month if not.
  // What was deleted stays known. An alarm before its time or far past it, or one of
  // 0.1.0, which noted none, looks once more in a day: what handler/sweep.go does for
  // all vaults.
  async expire(now) {
    const db = this.ctx.storage.sql;
    const due = (await this.ctx.storage.get("due")) ?? Infinity;
    if (now < due || now > due + DOUBT_DAYS * DAY) {
      console.error("no sweep: the clock is in doubt");
      return this.wake(now + DAY);
    }
    db.exec("DELETE FROM vault WHERE seen < ?", Math.floor(now / DAY) - RETENTION_DAYS);
    const [row] = db.exec("SELECT version FROM vault").toArray();
    if (!row) await this.ctx.storage.deleteAll();
    else if (row.version > 0) await this.wake(now + 30 * DAY);
  }
}
