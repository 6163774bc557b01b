//! Graphs of schemas and of their differences, as text: what is marked, and what it looks
//! like in each of the forms.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use mizzle_core::hints::{Answers, Hint, Kind};
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::erd::Graph;
use mizzle_core::postgres::schema::{
    Action, Column, Declared, DefaultValue, Enum, ForeignKey, Name, PrimaryKey, QName, Schema,
    Table, Type, Unique,
};

fn column(ty: &str, not_null: bool) -> Column {
    Column { not_null, not_null_written: not_null, ..Column::of(Type::parse(ty)) }
}

fn table(columns: &[(&str, &str)]) -> Table {
    let mut table = Table::default();
    for (name, ty) in columns {
        table.columns.insert((*name).to_owned(), column(ty, *name == "id"));
    }
    table.primary_key = Some(PrimaryKey {
        name: Name::derived("pkey"),
        columns: vec!["id".to_owned()],
        declared: Declared::OnColumn,
    });
    table
}

fn key(name: &str, column: &str, target: QName) -> ForeignKey {
    ForeignKey {
        name: Name::explicit(name),
        columns: vec![column.to_owned()],
        target,
        target_columns: vec!["id".to_owned()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
    }
}

/// A shop: customers, their orders, and what stands alone.
fn shop() -> Schema {
    let mut schema = Schema::default();
    let mut orders =
        table(&[("id", "integer"), ("customer_id", "integer"), ("total", "numeric(10, 2)")]);
    orders.foreign_keys.push(key("orders_customer_fk", "customer_id", QName::public("customers")));
    schema.tables.insert(
        QName::public("customers"),
        table(&[("id", "integer"), ("name", "text"), ("phone", "text")]),
    );
    schema.tables.insert(QName::public("orders"), orders);
    schema.tables.insert(QName::public("settings"), table(&[("id", "integer")]));
    schema.enums.insert(QName::public("state"), Enum { values: vec!["new".into(), "paid".into()] });
    schema
}

/// The shop a year later.
fn later() -> Schema {
    let mut schema = shop();
    let orders = schema.tables.get_mut(&QName::public("orders")).unwrap();
    orders.columns["total"].default = Some(DefaultValue::Number("0".into()));
    orders.uniques.push(Unique {
        name: Name::explicit("orders_customer_unique"),
        columns: vec!["customer_id".to_owned()],
        nulls_not_distinct: false,
        declared: Declared::OnTable,
    });
    let customers = schema.tables.get_mut(&QName::public("customers")).unwrap();
    customers.columns.shift_remove("phone");
    let name = customers.columns.shift_remove("name").unwrap();
    customers.columns.insert("full_name".to_owned(), name);
    let mut notes = table(&[("id", "integer"), ("order_id", "integer"), ("author", "text")]);
    notes.foreign_keys.push(key("notes_order_fk", "order_id", QName::public("orders")));
    notes.foreign_keys.push(key("notes_author_fk", "author", QName::new("auth", "users")));
    schema.tables.insert(QName::new("help", "notes"), notes);
    schema.namespaces.push("help".to_owned());
    schema.enums[&QName::public("state")].values.insert(1, "packed".into());
    schema
}

fn between(from: &Schema, to: &Schema, answers: &[Hint]) -> Graph {
    let answers = Answers::new(answers.to_vec());
    let diff = diff(from, to, &DiffOptions { line: Line::V0, answers: &answers }).unwrap();
    Graph::between(from, &diff)
}

fn renamed() -> Hint {
    let entity = |name: &str| vec!["public".into(), "customers".into(), name.into()];
    Hint::Rename { kind: Kind::Column, from: entity("name"), to: entity("full_name") }
}

#[test]
fn a_difference_is_marked_where_it_is() {
    insta::assert_snapshot!(between(&shop(), &later(), &[renamed()]).to_mermaid(), @r#"
    erDiagram
      customers["~ customers"] {
        integer id PK
        text full_name "~ was name"
        text phone "-"
      }
      orders["~ orders"] {
        integer id PK
        integer customer_id FK
        numeric(10_2) total "~ numeric(10, 2) → numeric(10, 2) default 0"
        changes _1 "+ unique constraint orders_customer_unique (customer_id)"
      }
      settings["settings"] {
        integer id PK
      }
      help_notes["+ help.notes"] {
        integer id PK "+"
        integer order_id FK "+"
        text author FK "+"
      }
      state["~ state (enum)"] {
        label new
        label packed "+"
        label paid
      }
      auth_users["auth.users (elsewhere)"]
      orders |o--o| customers : "orders_customer_fk"
      help_notes }o--o| orders : "+ notes_order_fk"
      help_notes }o--o| auth_users : "+ notes_author_fk"
      classDef added stroke:#1a7f37,stroke-width:2px
      class help_notes added
      classDef changed stroke:#9a6700,stroke-width:2px
      class customers,orders,state changed
    "#);
}

#[test]
fn a_table_that_something_begins_to_refer_to_is_the_same() {
    let from = shop();
    let mut to = shop();
    let settings = to.tables.get_mut(&QName::public("settings")).unwrap();
    settings.columns.insert("owner".into(), column("integer", false));
    settings.foreign_keys.push(key("settings_owner_fk", "owner", QName::public("customers")));
    let graph = between(&from, &to, &[]).focused();
    let marks: Vec<String> =
        graph.nodes.iter().map(|node| format!("{} {}", node.name, node.mark.word())).collect();
    assert_eq!(marks, ["customers same", "settings changed"]);
    assert_eq!(graph.edges.len(), 1);
    assert_eq!(graph.edges[0].mark.word(), "added");
}

#[test]
fn a_name_that_is_taken_over_belongs_to_one_table_and_the_gone_one_to_another() {
    let from = shop();
    let mut to = shop();
    to.tables.shift_remove(&QName::public("settings"));
    let customers = to.tables.shift_remove(&QName::public("customers")).unwrap();
    to.tables.insert(QName::public("settings"), customers);
    for table in to.tables.values_mut() {
        for key in &mut table.foreign_keys {
            key.target = QName::public("settings");
        }
    }
    // `settings` stays `settings`, with other columns, and `customers` goes.
    let graph = between(&from, &to, &[]);
    let mut ids: Vec<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), graph.nodes.len());
    for edge in &graph.edges {
        assert!(ids.contains(&edge.from.as_str()) && ids.contains(&edge.to.as_str()), "{edge:?}");
    }
}

#[test]
fn a_renamed_table_keeps_its_keys() {
    let from = shop();
    let mut to = shop();
    let customers = to.tables.shift_remove(&QName::public("customers")).unwrap();
    to.tables.insert(QName::public("people"), customers);
    to.tables.get_mut(&QName::public("orders")).unwrap().foreign_keys[0].target =
        QName::public("people");
    let entity = |name: &str| vec!["public".to_owned(), name.to_owned()];
    let hint = Hint::Rename { kind: Kind::Table, from: entity("customers"), to: entity("people") };
    let graph = between(&from, &to, &[hint]).focused();
    insta::assert_snapshot!(serde_json::to_string_pretty(&graph.to_json()).unwrap(), @r#"
    {
      "nodes": [
        {
          "id": "public.orders",
          "schema": "public",
          "name": "orders",
          "kind": "table",
          "mark": "same",
          "rows": [
            {
              "name": "id",
              "text": "integer",
              "primary_key": true,
              "mark": "same"
            },
            {
              "name": "customer_id",
              "text": "integer",
              "foreign_key": true,
              "nullable": true,
              "mark": "same"
            },
            {
              "name": "total",
              "text": "numeric(10, 2)",
              "nullable": true,
              "mark": "same"
            }
          ]
        },
        {
          "id": "public.people",
          "schema": "public",
          "name": "people",
          "schema_before": "public",
          "name_before": "customers",
          "kind": "table",
          "mark": "changed",
          "rows": [
            {
              "name": "id",
              "text": "integer",
              "primary_key": true,
              "mark": "same"
            },
            {
              "name": "name",
              "text": "text",
              "nullable": true,
              "mark": "same"
            },
            {
              "name": "phone",
              "text": "text",
              "nullable": true,
              "mark": "same"
            }
          ]
        }
      ],
      "edges": [
        {
          "id": "public.orders:orders_customer_fk",
          "from": "public.orders",
          "from_columns": [
            "customer_id"
          ],
          "to": "public.people",
          "to_columns": [
            "id"
          ],
          "label": "orders_customer_fk",
          "unique": false,
          "optional": true,
          "mark": "same"
        }
      ]
    }
    "#);
}

#[test]
fn nothing_of_a_hostile_name_is_markup() {
    let mut schema = Schema::default();
    let evil = "</text><script>alert(1)</script>\"]\n}\u{7}&";
    schema.tables.insert(QName::new("a.b", evil), table(&[("id", "integer"), (evil, "text")]));
    schema.tables.insert(QName::new("a", "b.c"), table(&[("id", "integer")]));
    schema.tables.insert(QName::new("a.b", "c"), table(&[("id", "integer")]));
    let graph = Graph::of(&schema);
    assert_ne!(graph.nodes[1].id, graph.nodes[2].id);
    let svg = graph.to_svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{7}'));
    assert!(svg.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    insta::assert_snapshot!(graph.to_mermaid(), @r#"
    erDiagram
      a_b___text__script_alert_1___script_______["a.b.</text><script>alert(1)</script>'] } &"] {
        integer id PK
        text t___text__script_alert_1___script_______ "</text><script>alert(1)</script>'] } &"
      }
      a_b_c["a.b.c"] {
        integer id PK
      }
      a_b_c_2["a.b.c"] {
        integer id PK
      }
    "#);
}

#[test]
fn circles_and_self_references_have_a_picture() {
    let mut schema = Schema::default();
    let mut one = table(&[("id", "integer"), ("other", "integer"), ("parent", "integer")]);
    one.foreign_keys.push(key("to_other", "other", QName::public("two")));
    one.foreign_keys.push(key("to_parent", "parent", QName::public("one")));
    let mut two = table(&[("id", "integer"), ("other", "integer")]);
    two.foreign_keys.push(key("back", "other", QName::public("one")));
    schema.tables.insert(QName::public("one"), one);
    schema.tables.insert(QName::public("two"), two);
    let graph = Graph::of(&schema);
    assert_eq!(graph.to_svg(), Graph::of(&schema).to_svg());
    assert_eq!(graph.to_svg().matches("class=\"edge same\"").count(), 3);
}

#[test]
fn the_picture_of_a_difference() {
    insta::assert_snapshot!(between(&shop(), &later(), &[renamed()]).focused().to_svg(), @r#"
    <svg xmlns="http://www.w3.org/2000/svg" width="1065" height="334" viewBox="0 0 1065 334" role="img">
    <title>1 added, 0 removed, 3 changed</title>
    <style>svg{--paper:#fff;--box:#fff;--head:#f3f4f6;--line:#c9ced6;--ink:#1f2328;--soft:#636c76;--added:#1a7f37;--removed:#cf222e;--changed:#9a6700;background:var(--paper)}@media(prefers-color-scheme:dark){svg{--paper:#0d1117;--box:#151b23;--head:#1f2630;--line:#3d444d;--ink:#e6edf3;--soft:#9198a1;--added:#3fb950;--removed:#f85149;--changed:#d29922}}text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:var(--ink);white-space:pre}.head{font-weight:600}.soft{fill:var(--soft)}.box{fill:var(--box);stroke:var(--line)}.top{fill:var(--head)}.edge{fill:none;stroke:var(--soft)}.added .box,.edge.added{stroke:var(--added);stroke-width:1.6}text.added{fill:var(--added)}.removed .box,.edge.removed{stroke:var(--removed);stroke-width:1.6;stroke-dasharray:5 3}text.removed{fill:var(--removed)}.gone{text-decoration:line-through}.changed .box,.edge.changed{stroke:var(--changed);stroke-width:1.6}text.changed{fill:var(--changed)}.faded text,.edge.faded{opacity:.55}.faded .box{stroke-opacity:.6}</style>
    <g transform="translate(24 24)">
    <g class="edge same faded"><title>orders_customer_fk</title><path d="M332.0 79.0C287.0 79.0 287.0 41.0 242.0 41.0"/><path d="M326.0 74.0V84.0"/><circle cx="248.0" cy="41.0" r="3.5"/></g>
    <g class="edge added"><title>+ notes_order_fk</title><path d="M826.8 89.0C781.8 89.0 781.8 59.0 736.8 59.0"/><path d="M826.8 84.0L817.8 89.0L826.8 94.0"/><circle cx="742.8" cy="59.0" r="3.5"/></g>
    <g class="edge added"><title>+ notes_author_fk</title><path d="M826.8 109.0C666.8 109.0 342.8 136.0 182.8 136.0"/><path d="M826.8 104.0L817.8 109.0L826.8 114.0"/><circle cx="188.8" cy="136.0" r="3.5"/></g>
    <g class="changed" transform="translate(0.0 0.0)">
    <rect class="box" width="242.0" height="94.0" rx="6"/><path class="top" d="M1 28V6a5 5 0 0 1 5-5H236.0a5 5 0 0 1 5 5V28z"/>
    <text class="head changed" x="10" y="19">~ customers</text>
    <text class="name" x="10" y="45.0">◆ id</text><text class="soft" x="232.0" y="45.0" text-anchor="end">integer</text>
    <text class="name changed" x="10" y="65.0">~ full_name (was name)</text><text class="soft changed" x="232.0" y="65.0" text-anchor="end">text?</text>
    <text class="name removed" x="10" y="85.0">− <tspan class="gone">phone</tspan></text><text class="soft removed" x="232.0" y="85.0" text-anchor="end"><tspan class="gone">text?</tspan></text>
    </g>
    <g class="changed" transform="translate(332.0 18.0)">
    <rect class="box" width="404.8" height="114.0" rx="6"/><path class="top" d="M1 28V6a5 5 0 0 1 5-5H398.8a5 5 0 0 1 5 5V28z"/>
    <text class="head changed" x="10" y="19">~ orders</text>
    <text class="name" x="10" y="45.0">◆ id</text><text class="soft" x="394.8" y="45.0" text-anchor="end">integer</text>
    <text class="name" x="10" y="65.0">◇ customer_id</text><text class="soft" x="394.8" y="65.0" text-anchor="end">integer?</text>
    <text class="name changed" x="10" y="85.0">~ total</text><text class="soft changed" x="394.8" y="85.0" text-anchor="end">numeric(10, 2) → numeric(10, 2) default 0?</text>
    <text class="name added" x="10" y="105.0"><title>+ unique constraint orders_customer_unique (customer_id)</title>+ unique constraint orders_customer_unique (cu…</text>
    </g>
    <g class="added" transform="translate(826.8 28.0)">
    <rect class="box" width="190.2" height="94.0" rx="6"/><path class="top" d="M1 28V6a5 5 0 0 1 5-5H184.2a5 5 0 0 1 5 5V28z"/>
    <text class="head added" x="10" y="19">+ help.notes</text>
    <text class="name added" x="10" y="45.0">+ ◆ id</text><text class="soft added" x="180.2" y="45.0" text-anchor="end">integer</text>
    <text class="name added" x="10" y="65.0">+ ◇ order_id</text><text class="soft added" x="180.2" y="65.0" text-anchor="end">integer?</text>
    <text class="name added" x="10" y="85.0">+ ◇ author</text><text class="soft added" x="180.2" y="85.0" text-anchor="end">text?</text>
    </g>
    <g class="changed" transform="translate(0.0 192.0)">
    <rect class="box" width="123.6" height="94.0" rx="6"/><path class="top" d="M1 28V6a5 5 0 0 1 5-5H117.6a5 5 0 0 1 5 5V28z"/>
    <text class="head changed" x="10" y="19">~ state  enum</text>
    <text class="name" x="10" y="45.0">new</text>
    <text class="name added" x="10" y="65.0">+ packed</text>
    <text class="name" x="10" y="85.0">paid</text>
    </g>
    <g class="same faded" transform="translate(0.0 122.0)">
    <rect class="box" width="182.8" height="28.0" rx="6"/><path class="top" d="M1 28V6a5 5 0 0 1 5-5H176.8a5 5 0 0 1 5 5V28z"/>
    <text class="head" x="10" y="19">auth.users  elsewhere</text>
    </g>
    </g>
    </svg>
    "#);
}
