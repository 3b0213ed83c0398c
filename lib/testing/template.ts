import pg from "pg";
import { migrate } from "@/lib/platform/db/migrate";

/** The installation secret of all tests; the passwords of the two narrow roles derive from it. */
export const TEST_SECRET = "a secret for tests only, known to everybody";

/** The same server's URL with another database's name. */
function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Makes a database with every migration applied, to be cloned by `cloneTemplate`. */
export async function createTemplate(url: string, name: string): Promise<void> {
  await onServer(url, (owner) => owner.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  await migrate({ url: withDatabase(url, name), secret: TEST_SECRET });
}

/** Makes `name` a copy of the template and returns its URL. */
export async function cloneTemplate(url: string, template: string, name: string): Promise<string> {
  await onServer(url, async (owner) => {
    await owner.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
    // Rights on a database are not part of what a template hands down.
    await owner.query(`GRANT CONNECT, CREATE ON DATABASE ${name} TO nocturne_system`);
  });
  return withDatabase(url, name);
}

/** Drops every database whose name starts with `prefix`. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  await onServer(url, async (owner) => {
    const { rows } = await owner.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    for (const { datname } of rows) await owner.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  });
}

async function onServer<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
