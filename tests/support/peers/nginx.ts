import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const NGINX = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find(existsSync);

/** Why tests with a real nginx are skipped; null if they run. */
export const WITHOUT_NGINX =
  NGINX === undefined ? "nginx is not installed: apt-get install nginx-light runs this test" : null;

/** Common ways of putting nginx in front. */
export const BARE = "proxy_pass http://UPSTREAM;";
export const HOST_WITHOUT_PORT =
  "proxy_pass http://UPSTREAM; proxy_set_header Host $host; proxy_set_header X-Forwarded-Host $host;";
const FORWARD = "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;";

interface RunningProxy {
  /** The content of its access and error logs. */
  logs(): string;
  stop(): Promise<void>;
}

/** A server block that terminates TLS on a port and passes everything on. */
export function tlsServer(port: number, upstream: string, location: string): string {
  return `server { listen 127.0.0.1:${port} ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;
    location / { ${location.replace("UPSTREAM", upstream)} ${FORWARD} } }`;
}

/** A server block that passes everything on without TLS. */
export function plainServer(port: number, upstream: string, location: string): string {
  return `server { listen 127.0.0.1:${port};
    location / { ${location.replace("UPSTREAM", upstream)} ${FORWARD} } }`;
}

/** The file that we ship, on the ports of a test. */
export function shippedConfig(ports: { plain: number; tls: number }, upstream: string): string {
  return readFileSync("deploy/nginx.conf", "utf8")
    .replaceAll("listen 80;", `listen 127.0.0.1:${ports.plain};`)
    .replaceAll("listen 443 ssl;", `listen 127.0.0.1:${ports.tls} ssl;`)
    .replaceAll("127.0.0.1:3000", upstream)
    .replaceAll(/\/etc\/letsencrypt\/\S+\/fullchain\.pem/g, "cert.pem")
    .replaceAll(/\/etc\/letsencrypt\/\S+\/privkey\.pem/g, "key.pem")
    .replaceAll(/(dashboard|connect)\.example\.com/g, "$1.localhost");
}

/**
 * Starts a real nginx with these server blocks, in its own folder.
 *
 * @param port one that it opens, to wait for
 */
export async function startNginx(servers: string, port: number): Promise<RunningProxy> {
  if (NGINX === undefined) throw new Error("nginx is not installed");
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-nginx-"));
  makeCertificate(folder);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  const config = path.join(folder, "nginx.conf");
  await writeFile(
    config,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {} http { access_log ${folder}/access.log; ${temporary} ${servers} }`,
  );
  const args = ["-c", config, "-p", folder, "-e", `${folder}/error.log`];
  const tested = spawnSync(NGINX, [...args, "-t"], { encoding: "utf8" });
  if (tested.status !== 0) throw new Error(tested.stderr);
  const child = spawn(NGINX, args, { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(readFileSync(`${folder}/error.log`, "utf8"));
    await sleep(20);
  }
  const logs = () =>
    ["access.log", "error.log"].map((name) => readFileSync(path.join(folder, name), "utf8")).join("");
  return { logs, stop };
}

function makeCertificate(folder: string): void {
  const made = spawnSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ].concat(["-subj", "/CN=localhost", "-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`]),
    { encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(made.stderr);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
