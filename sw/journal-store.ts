import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { JournalEntry, JournalStore } from "./journal.js";

interface Schema extends DBSchema {
  running: { key: number; value: JournalEntry };
}

/**
 * Keeps a journal in IndexedDB, which outlives the worker.
 * @param scope absolute URL of the worker's: each has a journal of its own
 */
export function openJournalStore(scope: string): JournalStore {
  const name = `tabserve/running/${encodeURIComponent(new URL(scope).pathname)}`;
  let database: Promise<IDBPDatabase<Schema>> | undefined;
  const forget = () => {
    database = undefined;
  };
  const open = () => {
    database ??= openDatabase(name, forget);
    database.catch(forget);
    return database;
  };
  return {
    async add(entry) {
      // Relaxed: it is to outlive the worker, not the machine.
      const transaction = (await open()).transaction("running", "readwrite", { durability: "relaxed" });
      const [id] = await Promise.all([transaction.store.add(entry), transaction.done]);
      return id;
    },
    delete: async (id) => (await open()).delete("running", id),
    async takeOthers(boot) {
      const { store, done } = (await open()).transaction("running", "readwrite");
      const others: JournalEntry[] = [];
      for (let cursor = await store.openCursor(); cursor; cursor = await cursor.continue()) {
        if (cursor.value.boot === boot) continue;
        others.push(cursor.value);
        void cursor.delete();
      }
      await done;
      return others;
    },
  };
}

function openDatabase(name: string, forget: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("running", { autoIncrement: true });
    },
    // Somebody deletes it, or a later version wants to change it.
    blocking(_current, _blocked, event) {
      forget();
      (event.target as IDBDatabase).close(); // the event is the database's (IndexedDB, versionchange)
    },
    terminated: forget,
  });
}
