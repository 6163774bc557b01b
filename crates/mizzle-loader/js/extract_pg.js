// What the schema modules export, as drizzle-orm itself describes it: raw values, in
// the shape of `mizzle-core`'s `postgres::drizzle::Extract`. It asks drizzle-orm's
// public functions only, decides no name, default or order, and works unchanged over
// drizzle-orm 0.30 to 1.0: what a release lacks is left out.

/** Something that no schema can mean; Rust turns it into an error with a place. */
class Problem extends Error {
  constructor(message, key) {
    super(message);
    this.key = key;
  }
}

export default async function (modules, args, tools) {
  // The copy that the schema itself uses, which in a workspace may be installed beside
  // a package and not beside the schema file.
  const isEmbedded = (file) => tools.resolve('drizzle-orm', file)?.startsWith('embedded:');
  const askers = [...tools.importers('drizzle-orm'), args.from];
  const from = askers.find((file) => tools.resolve('drizzle-orm', file) && !isEmbedded(file)) ?? args.from;
  const load = (part) => tools.import(`drizzle-orm${part}`, from);
  const [orm, pg, version] = [await load(''), await load('/pg-core'), await load('/version')];
  const { out, materialized, add } = extractor(orm, pg, args.casing ?? undefined);
  const seen = new Set();
  for (const [file, module] of modules.entries()) {
    for (const name of module.order) {
      const value = module.exports[name];
      // The same object under two names, or in two files, is one object.
      if (value === null || !/^(object|function)$/.test(typeof value) || seen.has(value)) continue;
      seen.add(value);
      const missing = tools.standIn?.(value);
      if (missing) {
        // Left out, a table of its would be taken for one that is to be dropped.
        throw tools.invalid(`export "${name}" comes from ${missing.package}, which is not installed: it may be a table`, {
          file: module.file, export: name, hint: `install the package: ${missing.package}`,
        });
      }
      // A namespace (`export * as x`) has no prototype, which drizzle-orm does not expect.
      if (Object.getPrototypeOf(value) === null) continue;
      try {
        add({ file, export: name }, value);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw tools.invalid(error.message, { file: module.file, export: name, key: error.key });
      }
    }
  }
  out.views.push(...materialized);
  return {
    orm: {
      version: version.npmVersion,
      compatibility: version.compatibilityVersion,
      embedded: isEmbedded(from) ?? false,
    },
    files: args.files,
    ...out,
  };
}

function extractor(orm, pg, casing) {
  const dialect = new pg.PgDialect({ casing });
  // Up to the betas of 1.0 the dialect applies casing, later the table's builder does
  // and names arrive ready.
  const casingOpen = dialect.casing !== undefined;
  // 0.x has a column class for arrays, 1.0 has dimensions (which in 0.x are a vector's length).
  const arrayClass = pg.PgArray !== undefined;
  const is = (value, type) => type !== undefined && orm.is(value, type);

  const out = {
    tables: [], enums: [], schemas: [], sequences: [], views: [], roles: [], policies: [], otherTables: 0,
  };
  const materialized = [];

  const configs = new Map();
  /** Runs the extras of a table once: they are the user's code. */
  const tableConfig = (table) => {
    if (!configs.has(table)) configs.set(table, pg.getTableConfig(table));
    return configs.get(table);
  };

  const sql = (value) => {
    const { sql, params } = dialect.sqlToQuery(unwrapped(value));
    return { sql: text(sql), params: params.length ? params.map(literal) : undefined };
  };
  /** SQL that belongs to one table, whose columns it may name without it. */
  const tableSql = (value) => {
    const qualified = sql(value);
    const bare = text(dialect.sqlToQuery(unwrapped(value), 'indexes').sql);
    return bare === qualified.sql ? qualified : { ...qualified, bare };
  };
  const unwrapped = (value) => (is(value, orm.SQL) || value?.getSQL === undefined ? value : value.getSQL());
  const sqlOrNothing = (value) => (value === undefined || value === null ? undefined : sql(value));
  const isSql = (value) => is(value, orm.SQL) || is(value, orm.SQL?.Aliased);
  const given = (value) => (isSql(value) ? { sql: sql(value) } : { value: literal(value) });

  const column = (key, it) => {
    let element = it;
    while (element.baseColumn !== undefined) element = element.baseColumn;
    const enumeration = element.enum !== undefined && pg.isPgEnum(element.enum) ? element.enum : undefined;
    const at = (make) => {
      try {
        return make();
      } catch (error) {
        if (error instanceof Problem) error.key ??= key;
        throw error;
      }
    };
    // Most columns have few of these, and what is there costs time even where it is undefined.
    const out = { key, name: text(it.name), type: text(it.getSQLType()), kind: it.columnType };
    if (casingOpen && it.keyAsName) out.keyAsName = true;
    if (element !== it) out.elementKind = element.columnType;
    if (it.notNull) out.notNull = true;
    if (it.primary) out.primary = true;
    if (!arrayClass && it.dimensions) out.dimensions = it.dimensions;
    if (enumeration) out.enum = { name: text(enumeration.enumName), schema: enumeration.schema };
    if (it.isUnique) out.unique = columnUnique(it);
    if (it.default !== undefined) {
      out.default = at(() => columnDefault(it));
      const mapped = mappedDefault(it);
      if (mapped !== undefined) out.defaultMapped = mapped;
    }
    if (it.defaultFn !== undefined || it.onUpdateFn !== undefined) out.runtimeDefault = true;
    if (it.generated !== undefined) out.generated = at(() => generated(it.generated.as));
    if (it.generatedIdentity) {
      out.identity = {
        type: it.generatedIdentity.type,
        name: it.generatedIdentity.sequenceName,
        options: sequenceOptions(it.generatedIdentity.sequenceOptions),
      };
    }
    return out;
  };

  const reference = (it) => (casingOpen && it.keyAsName ? { name: text(it.name), keyAsName: true } : { name: text(it.name) });
  const references = (them) => them.map(reference);

  // 0.x fills in a name where none is written, and does not tell.
  const columnUnique = (it) => ({
    name: it.uniqueName,
    explicit: arrayClass ? undefined : it.uniqueName !== undefined,
    nullsNotDistinct: it.uniqueType === 'not distinct' || undefined,
  });

  const isJson = (it) => it.columnType === 'PgJson' || it.columnType === 'PgJsonb';

  const columnDefault = (it) => {
    if (typeof it.default === 'function' && !isSql(it.default)) {
      throw new Problem(
        `the default of column "${it.name}" is a function; for a value made at run time write $defaultFn(…)`,
      );
    }
    const whole = isJson(it) && !isSql(it.default) && Array.isArray(it.default) && (arrayClass || !it.dimensions);
    return whole ? { value: { t: 'json', v: jsonText(it.default) } } : given(it.default);
  };

  const mappedDefault = (it) => {
    if (isSql(it.default) || it.default === null) return undefined;
    let mapped;
    try {
      mapped = it.mapToDriverValue(it.default);
    } catch {
      // A custom type that cannot take its own default fails when it is used, not here.
      return undefined;
    }
    if (Object.is(mapped, it.default) || mapped === undefined || typeof mapped === 'function') return undefined;
    const result = given(mapped);
    return JSON.stringify(result) === JSON.stringify(columnDefault(it)) ? undefined : result;
  };

  const generated = (as) => {
    const value = typeof as === 'function' && !isSql(as) ? as() : as;
    return isSql(value) ? { sql: tableSql(value) } : given(value);
  };

  const index = ({ config }) => {
    const out = {
      name: config.name,
      method: config.method ?? config.using,
      columns: config.columns.map((part) => indexColumn(part, config)),
    };
    if (config.unique) out.unique = true;
    if (config.with) out.with = plain(config.with);
    if (config.where) out.predicate = tableSql(config.where);
    if (config.concurrently) out.concurrently = true;
    if (config.only) out.only = true;
    return out;
  };

  const indexColumn = (part, whole) => {
    const out = isSql(part) ? { expression: tableSql(part) } : { column: reference(part) };
    const own = part.indexConfig ?? {};
    // Up to 0.30 order and nulls were options of the whole index.
    const [order, nulls] = [own.order ?? whole.order, own.nulls ?? whole.nulls];
    if (order !== undefined) out.order = order;
    if (nulls !== undefined) out.nulls = nulls;
    if (own.opClass !== undefined) out.opclass = own.opClass;
    return out;
  };

  const foreignKey = (table, it) => {
    let target;
    try {
      target = it.reference();
    } catch (error) {
      // drizzle-orm asks the returned column for its table.
      if (!(error instanceof TypeError) || !/table/.test(error.message)) throw error;
      throw new Problem(
        `a foreign key of table "${table.name}" refers to a column that does not exist: its references(…) gives undefined`,
      );
    }
    const to = tableConfig(target.foreignTable);
    return {
      name: target.name,
      derived: it.getName(),
      columns: references(target.columns),
      table: text(to.name),
      schema: to.schema,
      foreignColumns: references(target.foreignColumns),
      onDelete: it.onDelete,
      onUpdate: it.onUpdate,
    };
  };

  const primaryKey = (it) => ({ name: it.name, derived: it.getName(), columns: references(it.columns) });

  const unique = (table, it) => {
    const explicit = it.isNameExplicit ?? it.name !== pg.uniqueKeyName(table, it.columns.map((column) => column.name));
    return {
      name: explicit ? it.name : undefined,
      derived: it.getName(),
      columns: references(it.columns),
      nullsNotDistinct: it.nullsNotDistinct || undefined,
    };
  };

  const policy = (it) => ({
    name: text(it.name),
    as: it.as,
    for: it.for,
    to: it.to === undefined ? undefined : [it.to].flat().map((role) => text(role?.name ?? role)),
    using: sqlOrNothing(it.using),
    withCheck: sqlOrNothing(it.withCheck),
  });

  const table = (source, it) => {
    const config = tableConfig(it);
    const keys = new Map(Object.entries((orm.getColumns ?? orm.getTableColumns)(it)).map(([key, value]) => [value, key]));
    if (typeof config.name !== 'string') throw new Problem(`a table has no name: pgTable was given ${typeof config.name}`);
    return {
      source,
      name: text(config.name),
      schema: config.schema,
      rls: config.enableRLS || undefined,
      columns: config.columns.map((value) => column(keys.get(value), value)),
      indexes: config.indexes.map(index),
      foreignKeys: config.foreignKeys.map((value) => foreignKey(config, value)),
      primaryKeys: config.primaryKeys.map(primaryKey),
      uniques: config.uniqueConstraints.map((value) => unique(it, value)),
      checks: config.checks.map((value) => ({ name: text(value.name), value: tableSql(value.value) })),
      policies: (config.policies ?? []).map(policy),
    };
  };

  const view = (source, config, isMaterialized) => ({
    source,
    name: text(config.name),
    schema: config.schema,
    materialized: isMaterialized || undefined,
    existing: config.isExisting || undefined,
    query: sqlOrNothing(config.query),
    with: config.with && plain(config.with),
    withNoData: config.withNoData || undefined,
    using: config.using,
    tablespace: config.tablespace,
    columns: Object.entries(config.selectedFields).map(([key, field]) =>
      is(field, pg.PgColumn) ? { key, column: column(key, field) } : { key },
    ),
  });

  const sequenceOptions = (options = {}) => ({
    increment: numberText(options.increment),
    minValue: numberText(options.minValue),
    maxValue: numberText(options.maxValue),
    startWith: numberText(options.startWith),
    cache: numberText(options.cache),
    cycle: options.cycle,
  });

  const isView = pg.isPgView ?? ((value) => is(value, pg.PgView));
  const isMaterializedView = pg.isPgMaterializedView ?? ((value) => is(value, pg.PgMaterializedView));
  const isSequence = pg.isPgSequence ?? (() => false);

  const isAlias = (value) =>
    is(value, orm.Table) ? value[orm.Table.Symbol.IsAlias] : isView(value) && pg.getViewConfig(value).isAlias;

  const add = (source, value) => {
    if (pg.isPgEnum(value)) {
      out.enums.push({ source, name: text(value.enumName), schema: value.schema, values: value.enumValues.map(text) });
    } else if (isAlias(value)) {
      // Another name for queries, which drizzle-kit takes for another table.
      return;
    } else if (is(value, pg.PgTable)) {
      out.tables.push(table(source, value));
    } else if (isView(value)) {
      out.views.push(view(source, pg.getViewConfig(value), false));
    } else if (isMaterializedView(value)) {
      materialized.push(view(source, pg.getMaterializedViewConfig(value), true));
    } else if (is(value, pg.PgSchema)) {
      out.schemas.push({ source, name: text(value.schemaName), existing: value.isExisting || undefined });
    } else if (isSequence(value)) {
      out.sequences.push({
        source,
        name: text(value.seqName),
        schema: value.schema,
        options: sequenceOptions(value.seqOptions),
      });
    } else if (is(value, pg.PgRole)) {
      out.roles.push({
        source,
        name: text(value.name),
        existing: value._existing || undefined,
        createDb: value.createDb,
        createRole: value.createRole,
        inherit: value.inherit,
      });
    } else if (is(value, pg.PgPolicy)) {
      // A policy without `.link(…)` stands in a table's extras, or means nothing.
      if (value._linkedTable === undefined) return;
      const linked = tableConfig(value._linkedTable);
      out.policies.push({ source, table: text(linked.name), schema: linked.schema, policy: policy(value) });
    } else if (is(value, orm.Table)) {
      out.otherTables += 1;
    }
  };

  return { out, materialized, add };
}

/** A string that JSON can carry: half of a surrogate pair becomes U+FFFD, as it does in UTF-8. */
function text(value) {
  if (typeof value !== 'string') return String(value);
  // Node has it since 20.
  if (value.toWellFormed) return value.toWellFormed();
  return value.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

function numberText(value) {
  return value === undefined || value === null ? undefined : text(value);
}

/** A value without loss, as `drizzle::Literal`. */
function literal(value) {
  switch (typeof value) {
    case 'boolean':
      return { t: 'boolean', v: value };
    case 'number':
      return { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
      return { t: 'bigint', v: String(value) };
    case 'string':
      return { t: 'string', v: text(value) };
    case 'undefined':
      return { t: 'null' };
    case 'function':
    case 'symbol':
      throw new Problem(`a ${typeof value} cannot become SQL`);
  }
  if (value === null) return { t: 'null' };
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new Problem('a Date that stands for no time cannot become SQL');
    return { t: 'date', v: value.toISOString() };
  }
  if (value instanceof ArrayBuffer) return { t: 'bytes', v: hex(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    return { t: 'bytes', v: hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (Array.isArray(value)) return { t: 'array', v: Array.from(value, literal) };
  return { t: 'json', v: jsonText(value) };
}

function hex(bytes) {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

/** Like JSON.stringify, but a bigint is a number with all its digits. */
function jsonText(value, above = []) {
  if (typeof value?.toJSON === 'function') value = value.toJSON();
  switch (typeof value) {
    case 'bigint':
      return String(value);
    case 'string':
      return JSON.stringify(text(value));
    case 'object':
      break;
    default:
      return JSON.stringify(value) ?? 'null';
  }
  if (value === null) return 'null';
  if (above.includes(value)) throw new Problem('a JSON value contains itself');
  above = [...above, value];
  if (Array.isArray(value)) return `[${Array.from(value, (item) => jsonText(item, above)).join(',')}]`;
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return jsonText(value.valueOf());
  const members = Object.entries(value)
    .filter(([, member]) => !['undefined', 'function', 'symbol'].includes(typeof member))
    .map(([key, member]) => `${JSON.stringify(text(key))}:${jsonText(member, above)}`);
  return `{${members.join(',')}}`;
}

/** Storage parameters: words, numbers and booleans. */
function plain(options) {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [text(key), typeof value === 'bigint' ? String(value) : value]),
  );
}
