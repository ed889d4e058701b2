// One Durable Object a vault: its tables, and the statements that Go asks it to run.
import { DurableObject } from "cloudflare:workers";
import schema from "./schema.sql";

const DAY = 24 * 60 * 60 * 1000;
const RETENTION_DAYS = 548; // wire.RetentionDays

export class Vault extends DurableObject {
  // query returns {changes, rows}, names of columns first. Only a create makes the
  // tables: asking for a vault that is not there leaves nothing behind.
  async query(sql, args) {
    const db = this.ctx.storage.sql;
    if (db.exec("SELECT 1 FROM sqlite_master WHERE name = 'vault'").toArray().length === 0) {
      if (!sql.startsWith("INSERT")) return { changes: 0, rows: [[]] };
      db.exec(schema);
      await this.ctx.storage.setAlarm(Date.now() + (RETENTION_DAYS + 1) * DAY);
    }
    const cursor = db.exec(sql, ...args);
    return { rows: [cursor.columnNames, ...cursor.raw()], changes: cursor.rowsWritten };
  }

  // alarm removes the vault if it has expired and looks again in a month if not.
  // What was deleted stays known.
  async alarm() {
    const db = this.ctx.storage.sql;
    db.exec("DELETE FROM vault WHERE seen < ?", Math.floor(Date.now() / DAY) - RETENTION_DAYS);
    const [row] = db.exec("SELECT version FROM vault").toArray();
    if (!row) await this.ctx.storage.deleteAll();
    else if (row.version > 0) await this.ctx.storage.setAlarm(Date.now() + 30 * DAY);
  }
}
