'use strict';
// node:os: the machine as far as a schema may care.

const { env } = internals.process;
const windows = native.platform === 'win32';
const home = () => (windows ? env.USERPROFILE : env.HOME) ?? (windows ? 'C:\\' : '/');

Object.assign(exports, {
  EOL: windows ? '\r\n' : '\n',
  devNull: windows ? '\\\\.\\nul' : '/dev/null',
  arch: () => native.arch,
  machine: () => ({ x64: 'x86_64', arm64: 'aarch64' })[native.arch] ?? native.arch,
  platform: () => native.platform,
  type: () => ({ win32: 'Windows_NT', darwin: 'Darwin', linux: 'Linux' })[native.platform] ?? native.platform,
  release: () => '',
  version: () => '',
  endianness: () => 'LE',
  hostname: () => env.HOSTNAME ?? env.COMPUTERNAME ?? 'localhost',
  homedir: home,
  tmpdir: () => (windows ? (env.TEMP ?? env.TMP ?? 'C:\\Windows\\Temp') : (env.TMPDIR ?? env.TMP ?? '/tmp').replace(/(.)\/$/, '$1')),
  userInfo: () => ({ username: env.USER ?? env.USERNAME ?? 'user', uid: windows ? -1 : 0, gid: windows ? -1 : 0, homedir: home(), shell: env.SHELL ?? null }),
  cpus: () => Array.from({ length: native.cpus }, () => ({ model: '', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } })),
  availableParallelism: () => native.cpus,
  totalmem: () => 8 * 2 ** 30,
  freemem: () => 4 * 2 ** 30,
  loadavg: () => [0, 0, 0],
  uptime: () => native.now() / 1000,
  networkInterfaces: () => ({}),
  getPriority: () => 0,
  setPriority() {},
  constants: { signals: { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 }, errno: {}, priority: {}, dlopen: {} },
});
internals.complete('os', exports);
