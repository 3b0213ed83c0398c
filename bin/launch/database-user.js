import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/**
 * The user that PostgreSQL runs as: `undefined` (ourselves) unless we are root, which PostgreSQL refuses.
 * Then the owner of data that exists, else `nocturne` or `postgres`, else a new system user `nocturne`, else `nobody`.
 */
export function databaseUser(dataFolder) {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(dataFolder) ?? named("nocturne") ?? named("postgres") ?? created("nocturne") ?? named("nobody");
}

function ownerOf(folder) {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function named(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function created(name) {
  const options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
  spawnSync("useradd", [...options, "--shell", "/usr/sbin/nologin", name], { stdio: "ignore" });
  return named(name);
}
