//! The schema of the demonstration, edit by edit.

/// How far the story is. Each point has all that came before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Schema {
    Users,
    NewField,
    NewTable,
    Posts,
    RequiredDescription,
    /// And then the first column goes again.
    WithoutNewField,
}

/// The configuration that drizzle-kit would read.
pub(crate) const CONFIG: &str = r#"import "dotenv/config";
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL! },
});
"#;

/// No database yet.
pub(crate) const ENV: &str = "DATABASE_URL=\n";

/// What git is to leave out.
pub(crate) const GITIGNORE: &str = "node_modules\n.mizzle\n.env\n";

/// The development database is what `migrate` works on.
pub(crate) const MIZZLE_TOML: &str = "target = \"dev\"\n";

impl Schema {
    /// The whole file.
    pub(crate) fn text(self) -> String {
        let mut imports = vec!["pgTable", "serial", "text", "timestamp"];
        if self >= Self::Posts {
            imports.insert(0, "integer");
        }
        let mut text = format!(
            "import {{ {} }} from \"drizzle-orm/pg-core\";\n\nexport const users = \
             pgTable(\"users\", {{\n  id: serial(\"id\").primaryKey(),\n  email: \
             text(\"email\").notNull().unique(),\n",
            imports.join(", ")
        );
        if self >= Self::NewField && self != Self::WithoutNewField {
            text.push_str("  newField: text(\"new_field\"),\n");
        }
        text.push_str("  createdAt: timestamp(\"created_at\").defaultNow().notNull(),\n});\n");
        if self >= Self::NewTable {
            let description = if self >= Self::RequiredDescription {
                "text(\"description\").notNull()"
            } else {
                "text(\"description\")"
            };
            text.push_str(&format!(
                r#"
export const newTable = pgTable("new_table", {{
  id: text("id").primaryKey().$defaultFn(() => crypto.randomUUID()),
  name: text("name").notNull(),
  description: {description},
  createdAt: timestamp("created_at").defaultNow().notNull(),
}});
"#
            ));
        }
        if self >= Self::Posts {
            text.push_str(
                r#"
export const posts = pgTable("posts", {
  id: serial("id").primaryKey(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  title: text("title").notNull(),
});
"#,
            );
        }
        text
    }
}
