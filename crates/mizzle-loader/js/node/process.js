'use strict';
module.exports = internals.process;
