//! The definitions of objects that the model does not know.

use super::super::queries::Version;
use super::{named, own, privileges, table};

/// Queries of kind, name and definition.
pub(super) fn queries(wanted: &str, version: Version) -> Vec<String> {
    let mut queries = vec![
        "SELECT 'extension', e.extname, 'schema ' || n.nspname FROM pg_extension e \
         JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.oid >= 16384"
            .to_owned(),
        routines(wanted),
        aggregates(wanted),
        triggers(wanted),
        rules(wanted),
        format!(
            "SELECT 'event trigger', t.evtname, concat_ws(' ', t.evtevent, \
             t.evtfoid::regprocedure, t.evtenabled, t.evttags) FROM pg_event_trigger t WHERE {}",
            own("pg_event_trigger", "t.oid")
        ),
        domains(wanted),
        composites(wanted),
        ranges(wanted),
        base_types(wanted),
        statistics(wanted),
        search_configurations(wanted),
        dictionaries(wanted),
        default_privileges(wanted),
    ];
    for (kind, catalog, namespace, name, without) in PLAIN {
        queries.push(plain(wanted, kind, catalog, *namespace, name, without));
    }
    queries.extend(operators(wanted));
    queries.extend(foreign(wanted));
    queries.push(publications(version));
    queries.push(
        "SELECT 'subscription', s.subname, concat_ws(' ', s.subenabled, s.subslotname, \
         s.subpublications) FROM pg_subscription s WHERE s.subdbid = (SELECT d.oid \
         FROM pg_database d WHERE d.datname = current_database())"
            .to_owned(),
    );
    queries
}

/// The same for those whose definitions are statements, or the most of one.
pub(super) fn defined(wanted: &str) -> [String; 5] {
    [routines(wanted), triggers(wanted), rules(wanted), domains(wanted), composites(wanted)]
}

/// Objects whose row says all, its numbers of other rows aside: kind, catalog, column of the
/// schema, name, and what of the row says nothing.
type Plain = (&'static str, &'static str, Option<&'static str>, &'static str, &'static str);

const PLAIN: &[Plain] = &[
    ("text search parser", "pg_ts_parser", Some("prsnamespace"), "t.prsname", "oid,prsnamespace"),
    (
        "text search template",
        "pg_ts_template",
        Some("tmplnamespace"),
        "t.tmplname",
        "oid,tmplnamespace",
    ),
    (
        "collation",
        "pg_collation",
        Some("collnamespace"),
        "t.collname",
        "oid,collnamespace,collowner,collversion",
    ),
    ("conversion", "pg_conversion", Some("connamespace"), "t.conname", "oid,connamespace,conowner"),
    ("access method", "pg_am", None, "t.amname", "oid"),
    (
        "language",
        "pg_language",
        None,
        "t.lanname || COALESCE(' ' || t.lanplcallfoid::regproc || ' ' || t.laninline::regproc \
         || ' ' || t.lanvalidator::regproc, '')",
        "oid,lanowner,lanplcallfoid,laninline,lanvalidator,lanacl",
    ),
];

fn plain(
    wanted: &str,
    kind: &str,
    catalog: &str,
    namespace: Option<&str>,
    name: &str,
    without: &str,
) -> String {
    let own = own(catalog, "t.oid");
    let (name, place) = match namespace {
        Some(namespace) => {
            (named(&format!("t.{namespace}"), name), format!(" AND t.{namespace} IN ({wanted})"))
        }
        None => (name.to_owned(), String::new()),
    };
    format!(
        "SELECT '{kind}', {name}, (to_jsonb(t) - '{{{without}}}'::text[])::text \
         FROM {catalog} t WHERE {own}{place}"
    )
}

fn routines(wanted: &str) -> String {
    let name = named(
        "p.pronamespace",
        "p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'",
    );
    format!(
        "SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, {name}, \
         pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.prokind IN ('f', 'w', 'p') \
         AND p.pronamespace IN ({wanted}) AND {}",
        own("pg_proc", "p.oid")
    )
}

fn aggregates(wanted: &str) -> String {
    let name = named(
        "p.pronamespace",
        "p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'",
    );
    format!(
        "SELECT 'aggregate', {name}, (to_jsonb(a) - '{{aggfnoid,aggtranstype,aggmtranstype,\
         aggsortop}}'::text[] || jsonb_build_object('type', format_type(a.aggtranstype, NULL), \
         'moving', format_type(NULLIF(a.aggmtranstype, 0), NULL), 'sort', \
         a.aggsortop::regoperator, 'parallel', p.proparallel, 'result', \
         pg_get_function_result(p.oid)))::text \
         FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid \
         WHERE p.pronamespace IN ({wanted}) AND {}",
        own("pg_proc", "p.oid")
    )
}

fn triggers(wanted: &str) -> String {
    let table = table("t.tgrelid");
    format!(
        "SELECT 'trigger', t.tgname || ' on ' || {table}, \
         pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ', disabled' \
         WHEN 'R' THEN ', on replicas' ELSE ', always' END \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
         WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relnamespace IN ({wanted}) AND {}",
        own("pg_trigger", "t.oid")
    )
}

fn rules(wanted: &str) -> String {
    let table = table("t.ev_class");
    format!(
        "SELECT 'rule', t.rulename || ' on ' || {table}, pg_get_ruledef(t.oid) || ' ' \
         || t.ev_enabled::text FROM pg_rewrite t JOIN pg_class c ON c.oid = t.ev_class \
         WHERE t.rulename <> '_RETURN' AND c.relnamespace IN ({wanted}) AND {}",
        own("pg_rewrite", "t.oid")
    )
}

fn domains(wanted: &str) -> String {
    let name = named("t.typnamespace", "t.typname");
    format!(
        "SELECT 'domain', {name}, format_type(t.typbasetype, t.typtypmod) \
         || CASE WHEN t.typcollation <> b.typcollation THEN ' COLLATE ' \
            || t.typcollation::regcollation ELSE '' END \
         || COALESCE(' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), '') \
         || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END \
         || COALESCE((SELECT string_agg(' CONSTRAINT ' || k.conname || ' ' \
            || pg_get_constraintdef(k.oid), '' ORDER BY k.conname) FROM pg_constraint k \
            WHERE k.contypid = t.oid AND k.contype = 'c'), '') \
         FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype \
         WHERE t.typtype = 'd' AND t.typnamespace IN ({wanted}) AND {}",
        own("pg_type", "t.oid")
    )
}

fn composites(wanted: &str) -> String {
    let name = named("c.relnamespace", "c.relname");
    format!(
        "SELECT 'composite type', {name}, COALESCE((SELECT string_agg(quote_ident(a.attname) \
         || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation <> 0 \
         THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END, ', ' ORDER BY a.attnum) \
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '') \
         FROM pg_class c WHERE c.relkind = 'c' AND c.relnamespace IN ({wanted}) AND {}",
        own("pg_class", "c.oid")
    )
}

fn ranges(wanted: &str) -> String {
    let name = named("t.typnamespace", "t.typname");
    format!(
        "SELECT 'range type', {name}, concat_ws(' ', format_type(r.rngsubtype, NULL), \
         NULLIF(r.rngcollation, 0)::regcollation, o.opcname, r.rngcanonical, r.rngsubdiff, \
         format_type((to_jsonb(r) ->> 'rngmultitypid')::oid, NULL)) \
         FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid \
         JOIN pg_opclass o ON o.oid = r.rngsubopc WHERE t.typnamespace IN ({wanted}) AND {}",
        own("pg_type", "t.oid")
    )
}

fn base_types(wanted: &str) -> String {
    let name = named("t.typnamespace", "t.typname");
    format!(
        "SELECT 'base type', {name}, (to_jsonb(t) - '{{oid,typname,typnamespace,typowner,\
         typrelid,typelem,typarray,typbasetype,typcollation,typacl}}'::text[])::text || \
         COALESCE(' of ' || format_type(NULLIF(t.typelem, 0), NULL), '') \
         FROM pg_type t WHERE t.typtype IN ('b', 'p') AND t.typnamespace IN ({wanted}) \
         AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND {}",
        own("pg_type", "t.oid")
    )
}

fn statistics(wanted: &str) -> String {
    let name = named("t.stxnamespace", "t.stxname");
    format!(
        "SELECT 'statistics object', {name}, pg_get_statisticsobjdef(t.oid) || \
         COALESCE(' target ' || NULLIF(to_jsonb(t) ->> 'stxstattarget', '-1'), '') \
         FROM pg_statistic_ext t WHERE t.stxnamespace IN ({wanted}) AND {}",
        own("pg_statistic_ext", "t.oid")
    )
}

fn search_configurations(wanted: &str) -> String {
    let name = named("t.cfgnamespace", "t.cfgname");
    let own = own("pg_ts_config", "t.oid");
    format!(
        "SELECT 'text search configuration', {name}, (SELECT p.prsname FROM pg_ts_parser p \
         WHERE p.oid = t.cfgparser) || COALESCE((SELECT string_agg(' ' || m.maptokentype || ' ' \
         || m.mapdict::regdictionary, ',' ORDER BY m.maptokentype, m.mapseqno) \
         FROM pg_ts_config_map m WHERE m.mapcfg = t.oid), '') \
         FROM pg_ts_config t WHERE t.cfgnamespace IN ({wanted}) AND {own}"
    )
}

fn dictionaries(wanted: &str) -> String {
    let name = named("t.dictnamespace", "t.dictname");
    format!(
        "SELECT 'text search dictionary', {name}, concat_ws(' ', (SELECT p.tmplname \
         FROM pg_ts_template p WHERE p.oid = t.dicttemplate), t.dictinitoption) \
         FROM pg_ts_dict t WHERE t.dictnamespace IN ({wanted}) AND {}",
        own("pg_ts_dict", "t.oid")
    )
}

fn default_privileges(wanted: &str) -> String {
    let privileges = privileges("t.defaclacl", "t.defaclrole");
    format!(
        "SELECT 'default privilege', CASE WHEN t.defaclrole = (SELECT u.oid FROM pg_roles u \
         WHERE u.rolname = current_user) THEN 'of the owner' ELSE pg_get_userbyid(t.defaclrole) \
         END || ' on ' || t.defaclobjtype::text || COALESCE(' in ' || (SELECT n.nspname \
         FROM pg_namespace n WHERE n.oid = t.defaclnamespace), ''), {privileges} \
         FROM pg_default_acl t WHERE t.defaclnamespace IN (0, {wanted})"
    )
}

/// What the planner and the parser know about types, which other rows hang on.
fn operators(wanted: &str) -> [String; 5] {
    let operator = named("t.oprnamespace", "t.oprname");
    let class = named("t.opcnamespace", "t.opcname");
    let family = named("t.opfnamespace", "t.opfname");
    let members = |family: &str| {
        format!(
            "(SELECT string_agg(concat_ws(' ', o.amopstrategy, o.amoppurpose, \
             o.amopopr::regoperator), ', ' ORDER BY o.amopstrategy, o.amopopr::regoperator::text) \
             FROM pg_amop o WHERE o.amopfamily = {family}), (SELECT string_agg(concat_ws(' ', \
             p.amprocnum, p.amproc::regprocedure), ', ' ORDER BY p.amprocnum, \
             p.amproc::regprocedure::text) FROM pg_amproc p WHERE p.amprocfamily = {family})"
        )
    };
    let method = |of: &str| format!("(SELECT m.amname FROM pg_am m WHERE m.oid = {of})");
    let side = |oid: &str| format!("format_type(NULLIF({oid}, 0), NULL)");
    [
        format!(
            "SELECT 'operator', {operator} || ' (' || COALESCE({}, 'NONE') || ', ' || {} || ')', \
             concat_ws(' ', {}, t.oprcode, NULLIF(t.oprcom, 0)::regoperator, \
             NULLIF(t.oprnegate, 0)::regoperator, t.oprrest, t.oprjoin, t.oprcanmerge, \
             t.oprcanhash) FROM pg_operator t WHERE t.oprnamespace IN ({wanted}) AND {}",
            side("t.oprleft"),
            side("t.oprright"),
            side("t.oprresult"),
            own("pg_operator", "t.oid")
        ),
        format!(
            "SELECT 'operator class', {class} || ' of ' || {}, concat_ws(' ', {}, t.opcdefault, \
             {}, {}) FROM pg_opclass t WHERE t.opcnamespace IN ({wanted}) AND {}",
            method("t.opcmethod"),
            side("t.opcintype"),
            side("t.opckeytype"),
            members("t.opcfamily"),
            own("pg_opclass", "t.oid")
        ),
        format!(
            "SELECT 'operator family', {family} || ' of ' || {}, concat_ws(' ', {}) \
             FROM pg_opfamily t WHERE t.opfnamespace IN ({wanted}) AND {}",
            method("t.opfmethod"),
            members("t.oid"),
            own("pg_opfamily", "t.oid")
        ),
        format!(
            "SELECT 'cast', {} || ' AS ' || {}, concat_ws(' ', \
             NULLIF(t.castfunc, 0)::regprocedure, t.castcontext, t.castmethod) \
             FROM pg_cast t WHERE {}",
            side("t.castsource"),
            side("t.casttarget"),
            own("pg_cast", "t.oid")
        ),
        format!(
            "SELECT 'transform', {} || ' in ' || (SELECT l.lanname FROM pg_language l \
             WHERE l.oid = t.trflang), concat_ws(' ', t.trffromsql, t.trftosql) \
             FROM pg_transform t WHERE {}",
            side("t.trftype"),
            own("pg_transform", "t.oid")
        ),
    ]
}

fn foreign(wanted: &str) -> [String; 4] {
    let name = named("c.relnamespace", "c.relname");
    [
        format!(
            "SELECT 'foreign-data wrapper', t.fdwname, concat_ws(' ', \
             NULLIF(t.fdwhandler, 0)::regproc, NULLIF(t.fdwvalidator, 0)::regproc, t.fdwoptions) \
             FROM pg_foreign_data_wrapper t WHERE {}",
            own("pg_foreign_data_wrapper", "t.oid")
        ),
        format!(
            "SELECT 'foreign server', t.srvname, concat_ws(' ', (SELECT w.fdwname \
             FROM pg_foreign_data_wrapper w WHERE w.oid = t.srvfdw), t.srvtype, t.srvversion, \
             t.srvoptions) FROM pg_foreign_server t WHERE {}",
            own("pg_foreign_server", "t.oid")
        ),
        "SELECT 'user mapping', t.usename || ' on ' || t.srvname, concat_ws(' ', t.umoptions) \
         FROM pg_user_mappings t"
            .to_owned(),
        format!(
            "SELECT 'foreign table', {name}, concat_ws(' ', (SELECT s.srvname \
             FROM pg_foreign_server s WHERE s.oid = t.ftserver), t.ftoptions, {}) \
             FROM pg_foreign_table t JOIN pg_class c ON c.oid = t.ftrelid \
             WHERE c.relnamespace IN ({wanted}) AND {}",
            super::properties::columns_of("c.oid"),
            own("pg_class", "c.oid")
        ),
    ]
}

fn publications(version: Version) -> String {
    let schemas = version.since(
        15,
        "(SELECT string_agg(n.pnnspid::regnamespace::text, ', ' ORDER BY 1) \
         FROM (SELECT * FROM pg_publication_namespace ORDER BY pnnspid::regnamespace::text) n \
         WHERE n.pnpubid = t.oid)",
        "NULL",
    );
    let own = own("pg_publication", "t.oid");
    format!(
        "SELECT 'publication', t.pubname, concat_ws(' ', \
         (to_jsonb(t) - '{{oid,pubname,pubowner}}'::text[])::text, \
         (SELECT string_agg(concat_ws(' ', r.prrelid::regclass, to_jsonb(r) ->> 'prattrs', \
         pg_get_expr((to_jsonb(r) ->> 'prqual')::pg_node_tree, r.prrelid)), ', ' \
         ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r WHERE r.prpubid = t.oid), \
         {schemas}) FROM pg_publication t WHERE {own}"
    )
}
