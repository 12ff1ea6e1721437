//! What may be asked: exactly one SELECT over tables that are visible, and nothing else.
//!
//! The statement is refused before it is planned, at the place of what is not allowed, so that nothing of it can run.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Query, Select, SelectItem, SetExpr, Spanned as _, Statement,
    TableFactor, Value, ValueWithSpan, Visit as _, Visitor, visit_relations,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::ALL_KEYWORDS;
use datafusion::sql::sqlparser::parser::Parser;

use super::{place, syntax};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::source::Span;
use crate::data::listed;

/// How deep a statement may be nested.
const DEPTH: usize = 50;

/// The schema of the tables that hold all snapshots of another.
pub(super) const HISTORY: &str = "history";

/// Functions that give tables and read nothing.
const TABLE_FUNCTIONS: [&str; 2] = ["generate_series", "range"];

/// A statement that may be planned.
pub(super) struct Checked {
    /// The statement.
    pub(super) statement: Statement,
    /// Does its outermost query say in which order rows come?
    pub(super) ordered: bool,
    /// The places of the output columns, if each is written out.
    pub(super) items: Vec<Span>,
}

/// The names of the relations that `sql` reads, with their places; none if it cannot be read.
pub(super) fn names(sql: &str) -> Vec<(String, Span)> {
    let parsed = Parser::new(&GenericDialect {})
        .with_recursion_limit(DEPTH)
        .try_with_sql(sql)
        .and_then(|mut parser| parser.parse_statements());
    let mut names = Vec::new();
    let _: ControlFlow<()> = visit_relations(&parsed.unwrap_or_default(), |relation| {
        let idents: Vec<&Ident> = relation.0.iter().filter_map(|part| part.as_ident()).collect();
        if let Some(last) = idents.last() {
            let parts: Vec<String> = idents.iter().map(|ident| folded(ident)).collect();
            names.push((parts.join("."), place::span(sql, last.span)));
        }
        ControlFlow::Continue(())
    });
    names
}

/// Parses `sql` and checks that it is one SELECT over `tables`, each of which is named with the reasons to refuse it.
pub(super) fn check(
    sql: &str,
    tables: &BTreeMap<&str, &[Diagnostic]>,
) -> Result<Checked, Vec<Diagnostic>> {
    let parsed = Parser::new(&GenericDialect {})
        .with_recursion_limit(DEPTH)
        .try_with_sql(sql)
        .and_then(|mut parser| parser.parse_statements());
    let mut statements = parsed.map_err(|error| {
        // What the parser does not know of a statement that is refused anyway need not be mended.
        vec![if is_other_statement(sql) {
            not_select(sql)
        } else {
            syntax::error(sql, &error.to_string())
        }]
    })?;
    if let Some(second) = statements.get(1) {
        let error = Diagnostic::error("data/statement", "there is more than one statement")
            .label(place::span(sql, second.span()), "the second")
            .help("a query is a single SELECT");
        return Err(vec![error]);
    }
    let Some(statement) = statements.pop() else {
        let error = Diagnostic::error("data/statement", "there is no statement").at(0..sql.len());
        return Err(vec![error.help("write a SELECT")]);
    };
    let Statement::Query(query) = &statement else { return Err(vec![not_select(sql)]) };
    let mut checker = Checker { sql, tables, ctes: Vec::new(), wrong: Vec::new() };
    let _: ControlFlow<()> = statement.visit(&mut checker);
    if !checker.wrong.is_empty() {
        return Err(checker.wrong);
    }
    let twice = twice(sql, query);
    if !twice.is_empty() {
        return Err(twice);
    }
    let (ordered, items) = (query.order_by.is_some(), items(sql, query));
    Ok(Checked { statement, ordered, items })
}

/// The words that statements of other kinds begin with.
const OTHERS: [&str; 33] = [
    "ALTER",
    "ANALYZE",
    "ATTACH",
    "BEGIN",
    "CACHE",
    "CALL",
    "COMMIT",
    "COPY",
    "CREATE",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DESCRIBE",
    "DETACH",
    "DROP",
    "EXECUTE",
    "EXPLAIN",
    "EXPORT",
    "GRANT",
    "INSERT",
    "INSTALL",
    "LOAD",
    "MERGE",
    "PRAGMA",
    "PREPARE",
    "RESET",
    "REVOKE",
    "ROLLBACK",
    "SET",
    "SHOW",
    "TRUNCATE",
    "UPDATE",
    "USE",
];

/// Does `sql` begin like a statement that is no query?
fn is_other_statement(sql: &str) -> bool {
    let word = sql.get(place::first_word(sql).range()).unwrap_or_default();
    OTHERS.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// Is `word` one of SQL's own words?
pub(super) fn is_keyword(word: &str) -> bool {
    ALL_KEYWORDS.binary_search(&&*word.to_uppercase()).is_ok()
}

/// The error for a statement of another kind, at its first word.
fn not_select(sql: &str) -> Diagnostic {
    let span = place::first_word(sql);
    let word = sql.get(span.range()).unwrap_or_default().to_uppercase();
    Diagnostic::error("data/statement", format!("`{word}` is not allowed: a query only reads"))
        .at(span)
        .help("a query is a single SELECT over the tables of the site")
}

/// The places of the items of the outermost SELECT, none if one of them stands for several columns.
fn items(sql: &str, query: &Query) -> Vec<Span> {
    let SetExpr::Select(select) = &*query.body else { return Vec::new() };
    let single = |item: &SelectItem| {
        matches!(item, SelectItem::UnnamedExpr(_) | SelectItem::ExprWithAlias { .. })
    };
    if !select.projection.iter().all(single) {
        return Vec::new();
    }
    select.projection.iter().map(|item| place::span(sql, item.span())).collect()
}

/// Errors for columns of the outermost SELECT whose written names are the same.
fn twice(sql: &str, query: &Query) -> Vec<Diagnostic> {
    let SetExpr::Select(select) = &*query.body else { return Vec::new() };
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    let mut res = Vec::new();
    for item in &select.projection {
        let name = match item {
            SelectItem::UnnamedExpr(Expr::Identifier(name))
            | SelectItem::ExprWithAlias { alias: name, .. } => name,
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => match parts.last() {
                Some(name) => name,
                None => continue,
            },
            _ => continue,
        };
        let (name, span) = (folded(name), place::span(sql, item.span()));
        match names.get(&name) {
            Some(first) => res.push(
                Diagnostic::error(
                    "data/duplicate-column",
                    format!("two columns are named `{name}`"),
                )
                .label(span, "the second")
                .label(*first, "the first")
                .help("give one of them another name with AS"),
            ),
            None => {
                names.insert(name, span);
            }
        }
    }
    res
}

/// Walks a statement and collects what is not allowed.
struct Checker<'s> {
    sql: &'s str,
    tables: &'s BTreeMap<&'s str, &'s [Diagnostic]>,
    /// The names that WITH gives in the queries being walked.
    ctes: Vec<Vec<String>>,
    wrong: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn refuse(&mut self, span: Span, code: &'static str, message: String, help: String) {
        self.wrong.push(Diagnostic::error(code, message).at(span).help(help));
    }

    fn relation(&mut self, parts: &[Ident], whole: Span) {
        let name = parts.last().map_or_else(String::new, folded);
        let quoted_text = parts.iter().any(|part| part.quote_style == Some('\''));
        if quoted_text || name.contains(['/', '\\', ':']) {
            // The parser gives no place for a text where it expects a name.
            let found = self.sql.find(&format!("'{name}'")).filter(|_| quoted_text);
            let whole = found.map_or(whole, |at| Span::new(at, at + name.len() + 2));
            let message = format!("`{name}` is a file or an address; a query reads tables alone");
            let help = "put the file into `data/`, and name the table after it".to_owned();
            return self.refuse(whole, "data/file-access", message, help);
        }
        let cte = parts.len() == 1 && self.ctes.iter().flatten().any(|cte| *cte == name);
        let full = parts.iter().map(folded).collect::<Vec<_>>().join(".");
        match self.tables.get(full.as_str()) {
            _ if cte => {}
            Some(reasons) => {
                let placed = reasons.iter().map(|reason| reason.clone().label(whole, ""));
                self.wrong.extend(placed);
            }
            None if parts.len() > 1 => self.unknown_schema(parts, whole),
            None => self.unknown_table(&name, whole),
        }
    }

    fn unknown_schema(&mut self, parts: &[Ident], whole: Span) {
        let schema = parts.first().map_or_else(String::new, folded);
        let name = parts.last().map_or_else(String::new, folded);
        let tables: Vec<&str> = self.tables.keys().copied().collect();
        let (message, help) = match schema.as_str() {
            HISTORY => (
                format!("there is no history of `{name}`"),
                format!("a table with dated snapshots has one: `data/{name}/2025-03-08.csv`"),
            ),
            "information_schema" => (
                "`information_schema` is not available".to_owned(),
                format!("a table is named by one word; there are {}", listed(&tables)),
            ),
            _ => (
                format!("there is no schema `{schema}`"),
                format!("a table is named by one word; there are {}", listed(&tables)),
            ),
        };
        self.refuse(whole, "data/unknown-table", message, help);
    }

    fn unknown_table(&mut self, name: &str, whole: Span) {
        let tables: Vec<&str> = self.tables.keys().copied().collect();
        let near = nearest(name, tables.iter().copied());
        let help = match (near, tables.is_empty()) {
            (Some(near), _) if tables.len() == 1 => format!("did you mean `{near}`?"),
            (Some(near), _) => {
                format!("did you mean `{near}`? the tables are {}", listed(&tables))
            }
            (None, true) => format!("there are no tables; add `data/{name}.csv`"),
            (None, false) => {
                format!("the tables are {}; `data/{name}.csv` would add it", listed(&tables))
            }
        };
        self.refuse(whole, "data/unknown-table", format!("there is no table `{name}`"), help);
    }

    fn table_function(&mut self, parts: &[Ident], whole: Span) {
        let name = parts.last().map_or_else(String::new, folded);
        if !TABLE_FUNCTIONS.contains(&name.as_str()) {
            let message = format!("`{name}` is no function that gives a table");
            let help = format!("those are {}", listed(&TABLE_FUNCTIONS));
            self.refuse(whole, "data/table-function", message, help);
        }
    }
}

/// The name that an identifier stands for: in lower case, unless it is quoted.
fn folded(ident: &Ident) -> String {
    match ident.quote_style {
        Some(_) => ident.value.clone(),
        None => ident.value.to_lowercase(),
    }
}

impl Visitor for Checker<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let with = query.with.as_ref();
        if let Some(with) = with.filter(|with| with.recursive) {
            let span = place::span(self.sql, with.span());
            let message =
                "recursive queries are not available: one that does not end would stop the build";
            let help = "`generate_series(1, 12)` gives rows of numbers".to_owned();
            self.refuse(span, "data/recursive-query", message.to_owned(), help);
        }
        let ctes = with.map(|with| with.cte_tables.iter().map(|cte| folded(&cte.alias.name)));
        self.ctes.push(ctes.map(Iterator::collect).unwrap_or_default());
        if let SetExpr::Insert(statement)
        | SetExpr::Update(statement)
        | SetExpr::Delete(statement)
        | SetExpr::Merge(statement) = &*query.body
        {
            let span = place::span(self.sql, statement.span());
            let message = "a query only reads".to_owned();
            let help = "a query is a single SELECT over the tables of the site".to_owned();
            self.refuse(span, "data/statement", message, help);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &Query) -> ControlFlow<()> {
        self.ctes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        if let Some(into) = &select.into {
            let span = place::span(self.sql, into.name.span());
            let message = "`SELECT … INTO` is not allowed: a query only reads".to_owned();
            self.refuse(span, "data/statement", message, "take `INTO` away".to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        let (name, function) = match factor {
            TableFactor::Table { name, args, .. } => (name, args.is_some()),
            TableFactor::Function { name, .. } => (name, true),
            _ => return ControlFlow::Continue(()),
        };
        let parts: Vec<Ident> = name.0.iter().filter_map(|part| part.as_ident().cloned()).collect();
        let whole = place::span(self.sql, name.span());
        if function {
            self.table_function(&parts, whole);
        } else {
            self.relation(&parts, whole);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if let Expr::BinaryOp { op: BinaryOperator::BitwiseXor, .. } = expr {
            let span = place::span(self.sql, expr.span());
            let message = "`^` is no power: it combines bits".to_owned();
            self.refuse(span, "data/operator", message, "write `power(a, b)`".to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> ControlFlow<()> {
        if let Value::Placeholder(name) = &value.value {
            let span = place::span(self.sql, value.span);
            let message = format!("`{name}` is a parameter, and there are none");
            self.refuse(span, "data/parameter", message, "write the value itself".to_owned());
        }
        ControlFlow::Continue(())
    }
}
