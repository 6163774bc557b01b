'use strict';
// The engine has no data about languages. These answer in plain English, in UTC, so
// that code which only sets a formatter up runs.

const options = (locale, extra) => ({ locale: typeof locale === 'string' ? locale : 'en-US', numberingSystem: 'latn', calendar: 'gregory', timeZone: 'UTC', ...extra });
const supported = { supportedLocalesOf: (locales) => [locales].flat().filter(Boolean) };
const formatter = (name, format, extra = {}) =>
  Object.assign(
    {
      [name]: class {
        constructor(locale, given = {}) {
          internals.define(this, '_options', options(locale, given));
        }
        get format() {
          return (value) => format(value, this._options);
        }
        formatToParts(value) {
          return [{ type: 'literal', value: this.format(value) }];
        }
        resolvedOptions() {
          return { ...this._options };
        }
      },
    }[name],
    supported,
    extra,
  );

const grouped = (value, { minimumFractionDigits = 0, maximumFractionDigits = Math.max(minimumFractionDigits, 3) }) => {
  if (typeof value === 'bigint') return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  if (!Number.isFinite(Number(value))) return String(Number(value));
  const [whole, fraction = ''] = Math.abs(Number(value)).toFixed(maximumFractionDigits).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(minimumFractionDigits, '0');
  return (Number(value) < 0 ? '-' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (kept && `.${kept}`);
};

class Collator {
  constructor(locale, given = {}) {
    internals.define(this, '_options', options(locale, given));
    this.compare = (a, b) => {
      const fold = (text) => (given.sensitivity === 'base' || given.sensitivity === 'accent' ? String(text).toLowerCase() : String(text));
      if (given.numeric) {
        const parts = (text) => fold(text).match(/\d+|\D+/g) ?? [];
        const [left, right] = [parts(a), parts(b)];
        for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
          const difference = /^\d/.test(left[at]) && /^\d/.test(right[at]) ? Number(left[at]) - Number(right[at]) : left[at] < right[at] ? -1 : left[at] > right[at] ? 1 : 0;
          if (difference !== 0) return Math.sign(difference);
        }
        return Math.sign(left.length - right.length);
      }
      return fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0;
    };
  }
  resolvedOptions() {
    return { ...this._options };
  }
}
Object.assign(Collator, supported);

class PluralRules {
  select(value) {
    return value === 1 ? 'one' : 'other';
  }
  resolvedOptions() {
    return options();
  }
}
class Locale {
  constructor(tag) {
    this.baseName = String(tag);
    [this.language, this.region] = this.baseName.split('-');
  }
  toString() {
    return this.baseName;
  }
}
class Segmenter {
  segment(text) {
    return Array.from(text, (segment, index) => ({ segment, index, input: text }));
  }
}

exports.Intl = {
  DateTimeFormat: formatter('DateTimeFormat', (value) => new Date(value ?? Date.now()).toISOString()),
  NumberFormat: formatter('NumberFormat', grouped),
  RelativeTimeFormat: formatter('RelativeTimeFormat', (value, unit) => `${value} ${unit}`),
  ListFormat: formatter('ListFormat', (list) => [...list].join(', ')),
  DisplayNames: class {
    of(code) {
      return code;
    }
  },
  Collator,
  PluralRules,
  Locale,
  Segmenter,
  getCanonicalLocales: (locales) => [locales].flat().filter(Boolean),
  supportedValuesOf: () => [],
};
