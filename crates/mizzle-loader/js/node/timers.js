'use strict';
// node:timers

const { Timeout, Immediate, ...timers } = internals.timers;
Object.assign(exports, timers, { promises: require('timers/promises') });
delete exports.queueMicrotask;
internals.complete('timers', exports);
