'use strict';
// node:child_process: no other program is started.

for (const name of ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync', '_forkChild']) {
  exports[name] = (command) => {
    throw internals.denied(`child_process.${name}('${String(command)}')`, 'process');
  };
}
exports.ChildProcess = class ChildProcess extends require('events') {
  spawn() {
    throw internals.denied('ChildProcess.spawn()', 'process');
  }
};
