'use strict';
// The clock, and marks that nobody reads.

const timeOrigin = Date.now() - native.now();

class PerformanceEntry {
  constructor(name, entryType, startTime, duration, detail) {
    Object.assign(this, { name, entryType, startTime, duration, detail });
  }
  toJSON() {
    return { ...this };
  }
}
class PerformanceObserver {
  static supportedEntryTypes = [];
  observe() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

let entries = [];
const add = (entry) => (entries.push(entry), entry);
const startOf = (mark, fallback) => (typeof mark === 'number' ? mark : (entries.findLast((entry) => entry.name === mark)?.startTime ?? fallback));

const performance = {
  timeOrigin,
  now: () => native.now(),
  mark: (name, options = {}) => add(new PerformanceEntry(name, 'mark', options.startTime ?? native.now(), 0, options.detail ?? null)),
  measure(name, start, end) {
    const from = startOf(typeof start === 'object' ? start?.start : start, 0);
    const to = startOf(typeof start === 'object' ? start?.end : end, native.now());
    return add(new PerformanceEntry(name, 'measure', from, to - from, null));
  },
  getEntries: () => [...entries],
  getEntriesByName: (name) => entries.filter((entry) => entry.name === name),
  getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  clearMarks: (name) => void (entries = entries.filter((entry) => entry.entryType !== 'mark' || (name !== undefined && entry.name !== name))),
  clearMeasures: (name) => void (entries = entries.filter((entry) => entry.entryType !== 'measure' || (name !== undefined && entry.name !== name))),
  timerify: (callback) => callback,
  eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }),
  toJSON: () => ({ timeOrigin }),
};

module.exports = { performance, PerformanceEntry, PerformanceObserver };
