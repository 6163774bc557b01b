'use strict';
// node:tty: nothing is a terminal.

const EventEmitter = require('events');
exports.isatty = () => false;
exports.ReadStream = class ReadStream extends EventEmitter {};
exports.WriteStream = class WriteStream extends EventEmitter {};
