//! Objects that the model does not know: what each kind is called in the catalogs, for
//! one query over all kinds.

use std::collections::BTreeSet;

use mizzle_core::postgres::from_catalog::Unmodelled;

use super::queries::{FIRST_OWN, Query};

/// Where the objects of one kind are found.
pub(super) struct Source {
    /// The kind.
    pub(super) kind: Unmodelled,
    /// The catalog or view, `t` in what follows.
    pub(super) catalog: &'static str,
    /// Their numbers, where an extension can own them.
    oid: Option<&'static str>,
    /// The number of the schema that they lie in.
    namespace: Option<&'static str>,
    /// The number of the table that they belong to.
    relation: Option<&'static str>,
    /// The name.
    name: &'static str,
    /// Which rows.
    filter: &'static str,
}

/// What lies in no schema.
const fn global(kind: Unmodelled, catalog: &'static str, name: &'static str) -> Source {
    let (oid, filter) = (Some("t.oid"), "true");
    Source { kind, catalog, oid, namespace: None, relation: None, name, filter }
}

/// What lies in a schema.
const fn local(
    kind: Unmodelled,
    catalog: &'static str,
    namespace: &'static str,
    name: &'static str,
) -> Source {
    Source { namespace: Some(namespace), ..global(kind, catalog, name) }
}

/// A routine of one letter or several in `prokind`.
const fn routine(kind: Unmodelled, filter: &'static str) -> Source {
    const NAME: &str = "t.proname || '(' || pg_get_function_identity_arguments(t.oid) || ')'";
    Source { filter, ..local(kind, "pg_proc", "t.pronamespace", NAME) }
}

/// Both sides of a cast, operator or transform are printed as `format_type` does.
const CAST: &str = "format_type(t.castsource, NULL) || ' AS ' || format_type(t.casttarget, NULL)";
const OPERATOR: &str = "t.oprname || ' (' \
    || CASE WHEN t.oprleft = 0 THEN 'NONE' ELSE format_type(t.oprleft, NULL) END \
    || ', ' || format_type(t.oprright, NULL) || ')'";
const TRANSFORM: &str = "format_type(t.trftype, NULL) || ' in ' \
    || (SELECT l.lanname FROM pg_language l WHERE l.oid = t.trflang)";
const DEFAULT_PRIVILEGES: &str = "pg_get_userbyid(t.defaclrole) || CASE t.defaclobjtype \
    WHEN 'r' THEN ' on tables' WHEN 'S' THEN ' on sequences' WHEN 'f' THEN ' on functions' \
    WHEN 'T' THEN ' on types' ELSE ' on other objects' END";

/// All kinds that have a query of nobody else's.
pub(super) const SOURCES: &[Source] = &[
    global(Unmodelled::Extension, "pg_extension", "t.extname"),
    routine(Unmodelled::Function, "t.prokind IN ('f', 'w')"),
    routine(Unmodelled::Procedure, "t.prokind = 'p'"),
    routine(Unmodelled::Aggregate, "t.prokind = 'a'"),
    Source {
        relation: Some("t.tgrelid"),
        filter: "NOT t.tgisinternal AND t.tgparentid = 0",
        ..global(Unmodelled::Trigger, "pg_trigger", "t.tgname")
    },
    Source {
        relation: Some("t.ev_class"),
        filter: "t.rulename <> '_RETURN'",
        ..global(Unmodelled::Rule, "pg_rewrite", "t.rulename")
    },
    global(Unmodelled::EventTrigger, "pg_event_trigger", "t.evtname"),
    global(Unmodelled::ForeignServer, "pg_foreign_server", "t.srvname"),
    global(Unmodelled::ForeignDataWrapper, "pg_foreign_data_wrapper", "t.fdwname"),
    // The view shows what everybody may see of the catalog.
    Source {
        oid: None,
        ..global(Unmodelled::UserMapping, "pg_user_mappings", "t.usename || ' on ' || t.srvname")
    },
    global(Unmodelled::Publication, "pg_publication", "t.pubname"),
    // The catalog is all databases', and not all of its columns are for everybody.
    Source {
        oid: None,
        filter: "t.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())",
        ..global(Unmodelled::Subscription, "pg_subscription", "t.subname")
    },
    local(Unmodelled::Statistics, "pg_statistic_ext", "t.stxnamespace", "t.stxname"),
    local(Unmodelled::TextSearchConfiguration, "pg_ts_config", "t.cfgnamespace", "t.cfgname"),
    local(Unmodelled::TextSearchDictionary, "pg_ts_dict", "t.dictnamespace", "t.dictname"),
    local(Unmodelled::TextSearchParser, "pg_ts_parser", "t.prsnamespace", "t.prsname"),
    local(Unmodelled::TextSearchTemplate, "pg_ts_template", "t.tmplnamespace", "t.tmplname"),
    local(Unmodelled::Collation, "pg_collation", "t.collnamespace", "t.collname"),
    local(Unmodelled::Conversion, "pg_conversion", "t.connamespace", "t.conname"),
    global(Unmodelled::Cast, "pg_cast", CAST),
    local(Unmodelled::Operator, "pg_operator", "t.oprnamespace", OPERATOR),
    local(Unmodelled::OperatorClass, "pg_opclass", "t.opcnamespace", "t.opcname"),
    local(Unmodelled::OperatorFamily, "pg_opfamily", "t.opfnamespace", "t.opfname"),
    global(Unmodelled::AccessMethod, "pg_am", "t.amname"),
    global(Unmodelled::Language, "pg_language", "t.lanname"),
    global(Unmodelled::Transform, "pg_transform", TRANSFORM),
    Source {
        oid: None,
        ..local(
            Unmodelled::DefaultPrivileges,
            "pg_default_acl",
            "NULLIF(t.defaclnamespace, 0)",
            DEFAULT_PRIVILEGES,
        )
    },
];

/// One query over all sources but those whose catalog is left out. The first column of
/// a row is the place in [`SOURCES`], then come schema, table and name.
pub(super) fn others(namespaces: &str, left_out: &BTreeSet<String>) -> Query {
    let mut parts = Vec::new();
    for (place, source) in SOURCES.iter().enumerate() {
        if left_out.contains(source.catalog) {
            continue;
        }
        let Source { catalog, oid, namespace, relation, name, filter, .. } = source;
        let number = |number: &Option<&str>| number.unwrap_or("NULL").to_owned();
        let (schema, table) = (number(namespace), number(relation));
        let mut sql = format!(
            "SELECT {place}, {schema}::oid, {table}::oid, ({name})::text FROM {catalog} t \
             WHERE {filter}"
        );
        if let Some(namespace) = namespace {
            sql.push_str(&format!(" AND COALESCE({namespace}, 0) IN (0, {namespaces})"));
        }
        if let Some(oid) = oid {
            sql.push_str(&format!(
                " AND {oid} >= {FIRST_OWN} AND NOT EXISTS (SELECT FROM member m \
                 WHERE m.classid = '{catalog}'::regclass AND m.objid = {oid})"
            ));
        }
        parts.push(sql);
    }
    // The functions and casts that come with a range type are internal to it.
    let members = "WITH member AS MATERIALIZED (SELECT d.classid, d.objid FROM pg_depend d \
                   WHERE d.deptype = 'e' OR d.deptype = 'i' \
                   AND d.classid IN ('pg_proc'::regclass, 'pg_cast'::regclass))";
    Query {
        sql: format!("{members}\n{}", parts.join("\nUNION ALL\n")),
        optional: SOURCES.iter().map(|source| source.catalog).collect(),
    }
}
